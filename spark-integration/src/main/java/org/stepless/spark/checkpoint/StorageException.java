package org.stepless.spark.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A checkpoint or a history could not be saved, or there was no room for rows on an executor's
 * disk; the message names the place and says what to do.
 */
public final class StorageException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  /** A message that names the place and says what to do, and what happened there. */
  public StorageException(String message, IOException cause) {
    super(message, cause);
  }
}
