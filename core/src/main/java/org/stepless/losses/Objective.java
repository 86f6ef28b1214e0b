package org.stepless.losses;

import org.stepless.data.RowBlock;
import org.stepless.text.Check;

/**
 * The loss of a linear model on rows, with intercept, L2 and L1 penalty, and bounds. Immutable.
 *
 * <p>For p columns and K outputs a point x holds p * K coefficients, that of column j for output k
 * at {@code x[j*K+k]}, and if an intercept is fitted K intercepts behind them, at {@code x[p*K+k]}.
 * Loss and gradient are sums over rows, not means: divide by {@link RowBlock#weightSum} over all
 * rows of the batch, then add the penalty.
 *
 * <p>Where a coefficient is 0, the L1 penalty has no gradient; what is given is the subgradient 0.
 * Passes step by it and do not see the bounds; a finish makes exact zeros and keeps to the bounds.
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
  private final CoefficientPenalty penalty;
  private final Bounds bounds; // null for none
  private final boolean byInformation;

  /**
   * @param loss the loss, which gives the number of outputs K
   * @param columns number of features p
   * @param fitIntercept whether the model has intercepts
   * @param penalty factor c_j per column of the penalty 1/2 c_j x_jk^2, see {@link #l2}; null for
   *     none
   */
  public Objective(Loss loss, int columns, boolean fitIntercept, double[] penalty) {
    this(loss, columns, fitIntercept, penalty, null, null);
  }

  /**
   * @param loss the loss, which gives the number of outputs K
   * @param columns number of features p
   * @param fitIntercept whether the model has intercepts
   * @param penalty factor c_j per column of the penalty 1/2 c_j x_jk^2; null for none
   * @param magnitudes factor a_j per column of the penalty a_j |x_jk|, see {@link #l1}; null for
   *     none
   * @param bounds of coefficients and intercepts; null for none
   * @throws IllegalArgumentException if one of these has another length or a negative factor
   */
  public Objective(
      Loss loss,
      int columns,
      boolean fitIntercept,
      double[] penalty,
      double[] magnitudes,
      Bounds bounds) {
    this(
        loss,
        columns,
        fitIntercept,
        new CoefficientPenalty(columns, penalty, magnitudes),
        bounds,
        false);
  }

  private Objective(
      Loss loss,
      int columns,
      boolean fitIntercept,
      CoefficientPenalty penalty,
      Bounds bounds,
      boolean byInformation) {
    this.loss = loss;
    this.columns = columns;
    this.fitIntercept = fitIntercept;
    this.penalty = penalty;
    this.bounds = bounds;
    this.byInformation = byInformation;
    if (bounds != null) {
      bounds.requireLength(dimension());
    }
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
    return new Objective(loss, columns, fitIntercept, penalty, bounds, penalty.squares() != null);
  }

  /** Whether there is a penalty that counts by the information of the rows at the optimum. */
  public boolean penalizedByInformation() {
    return byInformation;
  }

  /** This objective with a penalty that counts as it is, but times a factor. */
  public Objective withPenalty(double factor) {
    return new Objective(loss, columns, fitIntercept, penalty.times(factor), bounds, false);
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

  /**
   * The factors of the L1 penalty with Spark's meaning: strength * sum sigma_j |x_j| if {@code
   * standardization}, else strength * sum |x_j|; never on intercepts.
   *
   * @param strength regParam * elasticNetParam; at least 0
   * @param standardDeviations sigma_j of every column
   * @return one factor per column, or null if {@code strength} is 0
   */
  public static double[] l1(double strength, double[] standardDeviations, boolean standardization) {
    Check.notNegative("strength", strength);
    double[] factors = standardDeviations.clone();
    for (int j = 0; j < factors.length; j++) {
      factors[j] = standardization ? strength * factors[j] : strength;
    }
    return strength == 0 ? null : factors;
  }

  /** Whether there is neither an L1 penalty nor a bound. */
  public boolean smooth() {
    return penalty.smooth() && bounds == null;
  }

  /** This objective without L1 penalty and bounds. */
  public Objective smoothPart() {
    return new Objective(loss, columns, fitIntercept, penalty.squares());
  }

  /** Factor a_j of the L1 penalty of a column. */
  public double l1(int column) {
    return penalty.magnitude(column);
  }

  /** Bounds of coefficients and intercepts; null for none. */
  public Bounds bounds() {
    return bounds;
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

  /** The penalty sum 1/2 c_j x_jk^2 + a_j |x_jk|; intercepts have none. */
  @Override
  public double penalty(double[] x) {
    return penalty.add(x, outputs(), null);
  }

  /** Adds the penalty's subgradient c_j x_jk + a_j sign x_jk; returns the penalty. */
  @Override
  public double addPenaltyGradient(double[] x, double[] gradient) {
    return penalty.add(x, outputs(), gradient);
  }

  private int tileRows(RowBlock block) {
    long fitting = TILE_BYTES * Math.max(1, block.rows()) / Math.max(1, block.bytes());
    return (int) Math.max(Math.min(4, maxTileRows()), Math.min(fitting, maxTileRows()));
  }

  private int maxTileRows() {
    return Math.max(1, Math.min(MAX_TILE_ROWS, MAX_TILE_MARGINS / outputs()));
  }
}
