package org.stepless.bench.common;

/** Tells runs that diverged, an ordinary result of a comparison, from those that failed. */
public final class Divergence {
  private Divergence() {}

  /** Tasks report what they found as text. */
  public static boolean isCauseOf(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("training diverged")) {
        return true;
      }
    }
    return false;
  }
}
