package org.stepless.spark.mllib;

/** The penalty of MLlib's {@code SquaredL2Updater}, 1/2 regParam |w|^2 over all weights. */
final class Penalty {
  private Penalty() {}

  static double value(double regParam, double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight * weight;
    }
    return 0.5 * regParam * sum;
  }
}
