package org.stepless.cli.replay;

/** Collects the largest errors of a replay. */
final class Errors {
  private double x;
  private double scalar;
  private int scalars;

  /** Compares the coordinates of a point. */
  void points(double[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      x = Math.max(x, relative(actual[i], expected[i]));
    }
  }

  /** Compares one scalar. */
  void scalar(double actual, double expected) {
    scalar = Math.max(scalar, relative(actual, expected));
    scalars++;
  }

  /** Compares several scalars. */
  void scalars(double[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      scalar(actual[i], expected[i]);
    }
  }

  ReplayResult result(TrajectoryFile file) {
    return new ReplayResult(file.method(), file.caseName(), x, scalar, scalars);
  }

  private static double relative(double actual, double expected) {
    return Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  }
}
