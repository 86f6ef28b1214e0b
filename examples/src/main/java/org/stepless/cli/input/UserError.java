package org.stepless.cli.input;

/**
 * Something the user can put right. The message is one line that names the thing, the value and the
 * remedy; the command prints it without a stack trace and exits with code 2.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserError(String message) {
    super(message);
  }

  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
