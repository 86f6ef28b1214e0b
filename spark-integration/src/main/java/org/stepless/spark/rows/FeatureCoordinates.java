package org.stepless.spark.rows;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stepless.data.ColumnStatistics;
import org.stepless.data.Correlations;
import org.stepless.text.Choice;
import org.stepless.training.Coordinates;

/**
 * In which coordinates the steps of a linear model are taken; the model is that of the features.
 */
public enum FeatureCoordinates implements Choice {
  /**
   * {@link #DECORRELATED} for dense rows, at least three a coefficient, where that is possible;
   * else {@link #STANDARDIZED}, but with larger scales for features that are rarely not 0.
   */
  AUTO,
  /** Those of scaled and uncorrelated features, centred with an intercept. */
  DECORRELATED,
  /** Those of features that are scaled and, with an intercept, centred. */
  STANDARDIZED,
  /** Those of the features as they are. */
  RAW;

  private static final Logger LOG = LoggerFactory.getLogger(FeatureCoordinates.class);

  /** Means beyond so many deviations are too far for steps in raw coordinates. */
  private static final double FAR = 100;

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

  /**
   * The one of a name.
   *
   * @throws IllegalArgumentException naming the text and the names there are
   */
  public static FeatureCoordinates parse(String text) {
    return Choice.parse(FeatureCoordinates.class, "coordinates", text);
  }

  /**
   * The coordinates for some rows; null for {@link #RAW}.
   *
   * @param intercept whether the model has intercepts, which centring needs; without them the mean
   *     row's direction is scaled instead
   * @throws IllegalArgumentException if these rows cannot have them, with the remedy
   */
  public Coordinates of(BlockData rows, int outputs, boolean intercept) {
    ColumnStatistics statistics = rows.statistics();
    double[] means = statistics.means();
    double[] scales = statistics.standardDeviations();
    if (this == RAW) {
      warnOfFarColumns(means, scales);
      return null;
    }
    Correlations correlations = correlations(rows, outputs);
    if (this == AUTO && correlations == null) {
      temper(scales, statistics);
    }
    return intercept
        ? new Coordinates(outputs, scales, means, correlations)
        : Coordinates.withoutIntercept(outputs, scales, means, correlations);
  }

  /**
   * Those of features of deviation 1 and mean 0 or, without an intercept, of mean square 1: columns
   * that are scaled one by one, for whoever knows how they curve the loss together.
   */
  public static Coordinates scaled(BlockData rows, int outputs, boolean intercept) {
    double[] means = rows.statistics().means();
    double[] scales = rows.statistics().standardDeviations();
    for (int j = 0; !intercept && j < scales.length; j++) {
      scales[j] = scales[j] > 0 ? Math.hypot(scales[j], means[j]) : 0;
    }
    return new Coordinates(outputs, scales, intercept ? means : null);
  }

  /** Steps in the coordinates of such columns hardly learn from deviations. */
  private static void warnOfFarColumns(double[] means, double[] deviations) {
    for (int j = 0; j < means.length; j++) {
      if (deviations[j] > 0 && Math.abs(means[j]) > FAR * deviations[j]) {
        LOG.warn(
            "coordinates is raw, but the mean {} of column {} is far from 0 beside its deviation {}:"
                + " the model may stay far from the optimum; set coordinates to auto, or subtract"
                + " the mean",
            means[j],
            j,
            deviations[j]);
        return;
      }
    }
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
  private Correlations correlations(BlockData rows, int outputs) {
    if (this == AUTO) {
      boolean dense = rows.storedValues() >= DENSE * rows.rows() * rows.columns();
      boolean many = rows.rows() >= (rows.columns() + 1L) * outputs * ROWS_A_COEFFICIENT;
      return dense && many ? rows.correlations() : null; // null also of too many columns
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
