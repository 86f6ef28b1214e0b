package org.stepless.bench.common;

import java.util.Arrays;
import java.util.Locale;

/**
 * Mean of some values and its standard error; NaN if any value is.
 *
 * @param error standard deviation (of n - 1) over the root of n; NaN of one value
 */
public record Mean(double mean, double error) {

  public static Mean of(double... values) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Mean(mean, Math.sqrt(squares / (n - 1) / n));
  }

  /** Mean and, if there is one, error in brackets, both in a format and times a factor. */
  public String text(String format, double scale) {
    if (Double.isNaN(mean)) {
      return "diverged";
    }
    String text = String.format(Locale.ROOT, format, scale * mean);
    return Double.isNaN(error)
        ? text
        : text + String.format(Locale.ROOT, " (" + format + ")", scale * error);
  }
}
