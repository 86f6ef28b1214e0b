package org.stepless.losses;

import org.stepless.data.RowBlock;
import org.stepless.text.Check;

/**
 * The loss of a linear model on rows, with intercept and L2 penalty. Immutable.
 *
 * <p>For p columns and K outputs a point x holds p * K coefficients, that of column j for output k
 * at {@code x[j*K+k]}, and if an intercept is fitted K intercepts behind them, at {@code x[p*K+k]}.
 * Loss and gradient are sums over rows, not means: divide by {@link RowBlock#weightSum} over all
 * rows of the batch, then add the penalty.
 */
public final class Objective implements BatchObjective {
  private static final long serialVersionUID = 1;

  /**
   * Rows of a tile take at most this much memory: they are read twice, the second time from cache.
   */
  private static final long TILE_BYTES = 1 << 16;

  private static final int MAX_TILE_ROWS = 256;
  private static final int MAX_TILE_MARGINS = 1 << 14;

  private final Loss loss;
  private final int columns;
  private final boolean fitIntercept;
  private final double[] penalty;
  private final boolean byInformation;

  /**
   * @param loss the loss, which gives the number of outputs K
   * @param columns number of features p
   * @param fitIntercept whether the model has intercepts
   * @param penalty factor c_j per column of the penalty 1/2 c_j x_jk^2, see {@link #l2}; null for
   *     none
   * @throws IllegalArgumentException if {@code penalty} has another length or a factor is negative
   *     or not finite
   */
  public Objective(Loss loss, int columns, boolean fitIntercept, double[] penalty) {
    this(loss, columns, fitIntercept, penalty, false);
  }

  private Objective(
      Loss loss, int columns, boolean fitIntercept, double[] penalty, boolean byInformation) {
    if (penalty != null) {
      if (penalty.length != columns) {
        throw new IllegalArgumentException(
            "penalty must have one factor for each of %d columns, had %d"
                .formatted(columns, penalty.length));
      }
      for (int j = 0; j < columns; j++) {
        Check.notNegative("penalty of column " + j, penalty[j]);
      }
    }
    this.loss = loss;
    this.columns = columns;
    this.fitIntercept = fitIntercept;
    this.penalty = penalty == null ? null : penalty.clone();
    this.byInformation = byInformation && penalty != null;
  }

  /**
   * This objective with a penalty that counts times the mean information of the rows at the
   * optimum. Only a finish can find that; passes take the penalty as it is.
   *
   * @throws IllegalStateException if the loss is no {@link Likelihood}
   */
  public Objective penalizeByInformation() {
    if (!(loss instanceof Likelihood)) {
      throw new IllegalStateException(loss + " has no information: it is no likelihood");
    }
    return new Objective(loss, columns, fitIntercept, penalty, true);
  }

  /** Whether there is a penalty that counts by the information of the rows at the optimum. */
  public boolean penalizedByInformation() {
    return byInformation;
  }

  /** This objective with a penalty that counts as it is, but times a factor. */
  public Objective withPenalty(double factor) {
    double[] scaled = penalty.clone();
    for (int j = 0; j < columns; j++) {
      scaled[j] *= factor;
    }
    return new Objective(loss, columns, fitIntercept, scaled, false);
  }

  /**
   * The penalty factors with Spark's meaning of {@code regParam}: 1/2 regParam * sum (sigma_j
   * x_j)^2 if {@code standardization}, which is the plain penalty on the coefficients of
   * standardised columns, else 1/2 regParam * sum x_j^2; never on intercepts.
   *
   * @param regParam strength; at least 0
   * @param standardDeviations sigma_j of every column
   * @return one factor per column, or null if {@code regParam} is 0
   */
  public static double[] l2(double regParam, double[] standardDeviations, boolean standardization) {
    Check.notNegative("regParam", regParam);
    if (regParam == 0) {
      return null;
    }
    double[] factors = new double[standardDeviations.length];
    for (int j = 0; j < factors.length; j++) {
      double sigma = standardization ? standardDeviations[j] : 1;
      factors[j] = regParam * sigma * sigma;
    }
    return factors;
  }

  /** The loss. */
  public Loss loss() {
    return loss;
  }

  /** Number of features p. */
  public int columns() {
    return columns;
  }

  /** Number of outputs K. */
  public int outputs() {
    return loss.outputs();
  }

  /** Whether the model has intercepts. */
  public boolean fitIntercept() {
    return fitIntercept;
  }

  /**
   * Length of a point: p * K, and K more with intercepts.
   *
   * @throws IllegalArgumentException if it exceeds what an array can hold
   */
  @Override
  public int dimension() {
    long dimension = (columns + (fitIntercept ? 1L : 0L)) * outputs();
    if (dimension > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d columns and %d outputs give a model of %d coefficients, more than an array can hold"
              .formatted(columns, outputs(), dimension));
    }
    return (int) dimension;
  }

  @Override
  public Workspace workspace() {
    return new Workspace(maxTileRows() * outputs());
  }

  @Override
  public double addLossAndGradient(
      RowBlock block,
      int[] order,
      int from,
      int to,
      double[] x,
      double[] gradient,
      Workspace workspace) {
    int outputs = outputs(), tile = tileRows(block);
    double[] margins = workspace.margins;
    double sum = 0;
    boolean scattered = order != null && block.exceedsCache();
    for (int start = from; start < to; start += tile) {
      int end = Math.min(to, start + tile);
      if (scattered) {
        workspace.seen += block.lookAhead(order, start, end);
      }
      margins(block, order, start, end, x, margins);
      sum += loss.evaluate(block, order, start, end, margins);
      block.addGradient(order, start, end, margins, outputs, gradient);
      if (fitIntercept) {
        int at = columns * outputs;
        for (int m = 0, used = (end - start) * outputs; m < used; m += outputs) {
          for (int k = 0; k < outputs; k++) {
            gradient[at + k] += margins[m + k];
          }
        }
      }
    }
    return sum;
  }

  @Override
  public double lossSum(
      RowBlock block, int[] order, int from, int to, double[] x, Workspace workspace) {
    int tile = tileRows(block);
    double[] margins = workspace.margins;
    double sum = 0;
    for (int start = from; start < to; start += tile) {
      int end = Math.min(to, start + tile);
      margins(block, order, start, end, x, margins);
      sum += loss.sum(block, order, start, end, margins);
    }
    return sum;
  }

  /** Margins with intercept of rows {@code order[from..to)}, (to - from) * K values. */
  public void margins(RowBlock block, int[] order, int from, int to, double[] x, double[] margins) {
    int outputs = outputs();
    block.margins(order, from, to, x, outputs, margins);
    if (fitIntercept) {
      int at = columns * outputs;
      for (int m = 0, used = (to - from) * outputs; m < used; m += outputs) {
        for (int k = 0; k < outputs; k++) {
          margins[m + k] += x[at + k];
        }
      }
    }
  }

  /** The penalty 1/2 sum c_j x_jk^2; intercepts have none. */
  @Override
  public double penalty(double[] x) {
    return penalty == null ? 0 : penalty(x, null);
  }

  /** Adds the penalty's gradient c_j x_jk to {@code gradient} and returns the penalty. */
  @Override
  public double addPenaltyGradient(double[] x, double[] gradient) {
    return penalty == null ? 0 : penalty(x, gradient);
  }

  private double penalty(double[] x, double[] gradient) {
    int outputs = outputs();
    double sum = 0;
    for (int j = 0, i = 0; j < columns; j++) {
      double factor = penalty[j];
      for (int end = i + outputs; i < end; i++) {
        sum += factor * x[i] * x[i];
        if (gradient != null) {
          gradient[i] += factor * x[i];
        }
      }
    }
    return 0.5 * sum;
  }

  private int tileRows(RowBlock block) {
    long fitting = TILE_BYTES * Math.max(1, block.rows()) / Math.max(1, block.bytes());
    return (int) Math.max(Math.min(4, maxTileRows()), Math.min(fitting, maxTileRows()));
  }

  private int maxTileRows() {
    return Math.max(1, Math.min(MAX_TILE_ROWS, MAX_TILE_MARGINS / outputs()));
  }
}
