package org.stepless.spark.placement;

import java.io.Serializable;

/**
 * What is done with each part.
 *
 * @param <I> what all parts are given
 * @param <R> what each gives back; serializable, not null
 */
@FunctionalInterface
public interface PartTask<I, R> extends Serializable {
  /**
   * Works on a part. May run again, or twice at once: it changes nothing but the part's trackers.
   *
   * @param input what all parts are given; not to be changed
   */
  R run(Part part, I input);
}
