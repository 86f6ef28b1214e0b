package org.stepless.spark.params;

import org.apache.spark.ml.param.IntParam;

/**
 * The param that bounds the length of training by the name that Spark has for it.
 *
 * @param <E> the estimator
 */
public interface IterationParams<E> extends SparkTraits {

  /** The param objects of this stage. */
  EstimatorFields<?> common();

  /** This stage as its own type. */
  @SuppressWarnings("unchecked") // E is the class that implements this interface
  default E self() {
    return (E) this;
  }

  /**
   * Iterations at most, as Spark's algorithms count them; at least 0, default 100.
   *
   * <p>Passes over the rows are {@code maxEpochs}, but no more than a maxIter that is set. Where a
   * finish follows them, it bounds the finish's steps as well; where none can, as in networks and
   * factorisation machines, a maxIter that is set stands for a maxEpochs that is not. With 0 the
   * model is the one that training would start from.
   */
  @Override
  default IntParam maxIter() {
    return common().maxIter;
  }

  /** Value of maxIter. */
  @Override
  default int getMaxIter() {
    return (int) getOrDefault(maxIter());
  }

  /** Sets maxIter. Iterations at most, passes or steps of the finish; see {@link #maxIter}. */
  default E setMaxIter(int value) {
    set(maxIter(), value);
    return self();
  }
}
