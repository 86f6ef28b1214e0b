package org.stepless.spark.jobs;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what Spark holds for a fit that ended, in whatever way. Never throws: that would hide
 * why the fit ended, lose a model that is done, or keep what else is to be released. Works on an
 * interrupted thread too, where Spark's own calls give up half-way.
 */
public final class Release {
  private static final Logger LOG = LoggerFactory.getLogger(Release.class);

  private Release() {}

  /** Drops the blocks of a persisted RDD. */
  public static void persisted(JavaRDD<?> rdd) {
    quietly(() -> rdd.unpersist(false), "persisted rows");
  }

  /** Drops a broadcast value, on the driver too; it cannot be used again. */
  static void broadcast(Broadcast<?> value) {
    quietly(value::destroy, "a broadcast value");
  }

  private static void quietly(Runnable action, String what) {
    boolean interrupted = Thread.interrupted();
    boolean again = true;
    while (again) {
      again = false;
      try {
        action.run();
      } catch (Throwable e) { // Scala throws checked ones that it does not declare
        if (e instanceof InterruptedException) {
          interrupted = again = true;
        } else {
          LOG.warn("{} could not be released; Spark does it later", what, e);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
