package org.stepless.spark.jobs;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A value that the tasks of a job, or of all jobs of a run, read. A small one travels inside the
 * tasks, which spares the driver setting up and tearing down a broadcast for every job; a large one
 * is broadcast.
 */
public final class Shipped<T> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** Spark sends a task's function to each executor once, but unpacks it for every task. */
  private static final long SMALL_BYTES = 1 << 16;

  @SuppressWarnings("serial") // what is shipped must be serializable, as with a broadcast
  private final T value;

  private final Broadcast<Parcel<T>> broadcast;

  private Shipped(T value, Broadcast<Parcel<T>> broadcast) {
    this.value = value;
    this.broadcast = broadcast;
  }

  /**
   * @param doubles about how many numbers the value holds
   */
  public static <T> Shipped<T> of(JavaSparkContext context, T value, long doubles) {
    return doubles * Double.BYTES <= SMALL_BYTES
        ? new Shipped<>(value, null)
        : new Shipped<>(null, context.broadcast(new Parcel<>(value)));
  }

  /** A value that does not leave this process. */
  public static <T> Shipped<T> here(T value) {
    return new Shipped<>(value, null);
  }

  /** The value; tasks of one process may share it, so they must not change it. */
  public T get() {
    return broadcast == null ? value : broadcast.value().content();
  }

  @Override
  public void close() {
    if (broadcast != null) {
      Release.broadcast(broadcast);
    }
  }
}
