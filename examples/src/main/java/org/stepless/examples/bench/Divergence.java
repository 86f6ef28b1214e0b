package org.stepless.examples.bench;

/** Tells runs that diverged, an ordinary result of a comparison, from those that failed. */
final class Divergence {
  private Divergence() {}

  /** Tasks report what they found as text. */
  static boolean isCauseOf(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("training diverged")) {
        return true;
      }
    }
    return false;
  }
}
