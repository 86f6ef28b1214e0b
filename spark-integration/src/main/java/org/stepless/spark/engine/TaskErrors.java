package org.stepless.spark.engine;

import org.apache.spark.SparkException;

/** Finds what a user must know in the failure of a Spark job. */
public final class TaskErrors {
  private TaskErrors() {}

  /**
   * The error that a task found in the data or in a step, without the stage failure around it;
   * other errors as they are.
   */
  public static RuntimeException clear(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException) {
        return new IllegalArgumentException(cause.getMessage(), e);
      }
      if (cause instanceof ArithmeticException) {
        return (ArithmeticException) new ArithmeticException(cause.getMessage()).initCause(e);
      }
    }
    return e instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(new SparkException("training failed", e));
  }
}
