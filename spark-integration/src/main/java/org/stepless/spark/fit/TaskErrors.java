package org.stepless.spark.fit;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.stepless.spark.checkpoint.StorageException;

/** Finds what a user must know in the failure of a Spark job. */
final class TaskErrors {
  /** What operating systems say when a disk, a quota or the limit of a file's size is full. */
  private static final List<String> DISK_FULL =
      List.of("No space left on device", "Disk quota exceeded", "File too large");

  private TaskErrors() {}

  /**
   * The error that a task found in the data or in a step, or with its disk, without the stage
   * failure around it; other errors as they are.
   */
  static RuntimeException clear(Exception e) {
    if (e instanceof StorageException known) {
      return known;
    }
    if (e instanceof InterruptedException) {
      return (CancellationException)
          new CancellationException("training was interrupted").initCause(e);
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException) {
        return new IllegalArgumentException(cause.getMessage(), e);
      }
      if (cause instanceof ArithmeticException) {
        return (ArithmeticException) new ArithmeticException(cause.getMessage()).initCause(e);
      }
      if (cause instanceof IOException full && isDiskFull(full)) {
        return new StorageException(
            "no room on an executor's disk for rows that its memory does not hold: %s; free space"
                    .formatted(full.getMessage())
                + " in its local folders (spark.local.dir) or give executors more memory",
            full);
      }
    }
    return e instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("training failed: " + root(e).getMessage(), e);
  }

  /** What began it; Spark 3.5 puts a stage failure around what later versions throw as it is. */
  private static Throwable root(Throwable e) {
    return e.getCause() == null ? e : root(e.getCause());
  }

  private static boolean isDiskFull(IOException e) {
    String message = String.valueOf(e.getMessage());
    return DISK_FULL.stream().anyMatch(message::contains);
  }
}
