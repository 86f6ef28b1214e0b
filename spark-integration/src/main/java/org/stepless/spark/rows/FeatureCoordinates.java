package org.stepless.spark.rows;

import java.util.Arrays;
import java.util.Locale;
import org.stepless.data.ColumnStatistics;
import org.stepless.data.Correlations;
import org.stepless.training.Coordinates;

/**
 * In which coordinates the steps of a linear model are taken; the model is that of the features.
 */
public enum FeatureCoordinates {
  /**
   * {@link #DECORRELATED} for dense rows, at least three a coefficient, where that is possible;
   * else {@link #STANDARDIZED}, but with larger scales for features that are rarely not 0.
   */
  AUTO,
  /** Those of scaled, centred and uncorrelated features. */
  DECORRELATED,
  /** Those of features that are scaled and, with an intercept, centred. */
  STANDARDIZED,
  /** Those of the features as they are. */
  RAW;

  /**
   * Share of stored values from which rows count as dense: steps on sparse ones would lose more
   * time by the product with a matrix than they save.
   */
  private static final double DENSE = 0.5;

  /**
   * With fewer rows per coefficient many models fit them, and the one that is found depends on the
   * coordinates: those of uncorrelated features favour models that follow noise.
   */
  private static final int ROWS_A_COEFFICIENT = 3;

  /** The name in params and options. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names of all. */
  public static String[] names() {
    return Arrays.stream(values()).map(FeatureCoordinates::text).toArray(String[]::new);
  }

  /** The one of a name. */
  public static FeatureCoordinates parse(String text) {
    return Arrays.stream(values())
        .filter(one -> one.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "coordinates must be one of %s, was '%s'"
                        .formatted(String.join(", ", names()), text)));
  }

  /**
   * The coordinates for some rows; null for {@link #RAW}.
   *
   * @param intercept whether the model has intercepts, which centring needs
   * @throws IllegalArgumentException if these rows cannot have them, with the remedy
   */
  public Coordinates of(BlockData rows, int outputs, boolean intercept) {
    if (this == RAW) {
      return null;
    }
    ColumnStatistics statistics = rows.statistics();
    double[] means = intercept ? statistics.means() : null;
    double[] scales = statistics.standardDeviations();
    Correlations correlations = correlations(rows, outputs, intercept);
    if (this == AUTO && correlations == null) {
      temper(scales, statistics);
    }
    return new Coordinates(outputs, scales, means, correlations);
  }

  /**
   * Divides the scale of a feature by the fourth root of the share of rows in which it is not 0.
   * With scales as they are, equal steps are large ones on the coefficients of rare features, and
   * much noise; divided by the square root they are equal ones on the coefficients of indicators,
   * and rare features learn slowly.
   */
  private static void temper(double[] scales, ColumnStatistics statistics) {
    for (int j = 0; j < scales.length; j++) {
      if (scales[j] > 0) {
        double share = (double) statistics.nonZeros(j) / statistics.count();
        scales[j] /= Math.sqrt(Math.sqrt(share));
      }
    }
  }

  /** Null to leave the columns correlated. */
  private Correlations correlations(BlockData rows, int outputs, boolean intercept) {
    if (this == AUTO) {
      boolean dense = rows.storedValues() >= DENSE * rows.rows() * rows.columns();
      boolean many = rows.rows() >= (rows.columns() + 1L) * outputs * ROWS_A_COEFFICIENT;
      boolean wanted = intercept && dense && many;
      return wanted ? rows.correlations() : null; // null also of too many columns
    }
    if (this == DECORRELATED && !intercept) {
      throw new IllegalArgumentException(
          "coordinates is decorrelated, which centres the features and so needs an intercept;"
              + " set coordinates to standardized or fitIntercept to true");
    }
    if (this == DECORRELATED && rows.columns() > Correlations.MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "coordinates is decorrelated, which is for at most %d features, but there are %d;"
                  .formatted(Correlations.MOST_COLUMNS, rows.columns())
              + " set coordinates to standardized");
    }
    return this == DECORRELATED ? rows.correlations() : null;
  }
}
