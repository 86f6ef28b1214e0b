package org.stepless.cli.replay;

import java.util.Locale;

/**
 * How far a replay is from its trajectory. Errors are {@code |a - b| / max(1, |b|)}, b recorded.
 *
 * @param method as the file names it
 * @param caseName as the file names it
 * @param xError largest error of the coordinates of x (and of the averaged point)
 * @param scalarError largest error of the scalars
 * @param scalars number of recorded scalars compared; 0 if the method has none
 */
public record ReplayResult(
    String method, String caseName, double xError, double scalarError, int scalars) {
  /** Largest error that is allowed. */
  public static final double TOLERANCE = 1e-9;

  /** True if no error exceeds {@link #TOLERANCE}; NaN exceeds it. */
  public boolean matches() {
    return xError <= TOLERANCE && scalarError <= TOLERANCE;
  }

  /** The worse of two results of the same file. */
  ReplayResult worst(ReplayResult other) {
    return new ReplayResult(
        method,
        caseName,
        Math.max(xError, other.xError),
        Math.max(scalarError, other.scalarError),
        Math.max(scalars, other.scalars));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-20s %-22s x %.1e  scalars %s",
        method,
        caseName,
        xError,
        scalars == 0 ? "-" : String.format(Locale.ROOT, "%.1e", scalarError));
  }
}
