package org.stepless.spark.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A checkpoint that could not be saved or listed; the message names it and says what to do. */
public final class CheckpointException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  CheckpointException(String message, IOException cause) {
    super(message, cause);
  }
}
