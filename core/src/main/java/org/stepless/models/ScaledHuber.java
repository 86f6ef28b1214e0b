package org.stepless.models;

import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Objective;
import org.stepless.losses.Workspace;
import org.stepless.text.Check;

/**
 * Huber's robust regression, which estimates the scale sigma of the errors together with the linear
 * model, so that epsilon needs no unit. Immutable.
 *
 * <pre>loss = 1/2 (sigma + sigma H((m - y) / sigma)),
 * H(z) = z^2 where |z| is at most epsilon, 2 epsilon |z| - epsilon^2 beyond</pre>
 *
 * This is the objective of Spark's LinearRegression with loss huber.
 *
 * <p>A point is that of the linear model with one coordinate s behind it, which stands for {@code
 * sigma = unit * log(1 + exp(s / unit))}: positive for every s, linear in s where sigma is large,
 * and in the unit of the labels, like the coefficients of standardised features, so that one step
 * size suits all.
 *
 * <p>Source: Huber, "Robust Statistics", 1981, section 7.7; Owen, "A robust hybrid of lasso and
 * ridge regression", 2007.
 */
public final class ScaledHuber implements BatchObjective {
  private static final long serialVersionUID = 1;
  private static final int TILE_ROWS = 256;

  /** Keeps sigma positive, relative to the unit, where a model fits all rows exactly. */
  private static final double FLOOR = 1e-10;

  private final Objective linear;
  private final double epsilon;
  private final double unit;

  private static final class Scratch extends Workspace {
    private final double[] margins = new double[TILE_ROWS];

    Scratch() {
      super(0);
    }
  }

  /**
   * @param linear gives margins and L2 penalty; its loss is not used, but must have one output
   * @param epsilon errors beyond this many sigma count linearly; above 1
   * @param unit a guess of the labels' spread; positive
   */
  public ScaledHuber(Objective linear, double epsilon, double unit) {
    Check.require(linear.outputs() == 1, "outputs of the loss", "1", linear.outputs());
    if (!linear.smooth()) {
      throw new IllegalArgumentException(
          "Huber's regression has neither an L1 penalty nor bounds; leave them out");
    }
    Check.require(epsilon > 1, "epsilon", "above 1", epsilon);
    Check.positive("unit", unit);
    this.linear = linear;
    this.epsilon = epsilon;
    this.unit = unit;
  }

  /** The sigma of a point. */
  public double scale(double[] x) {
    double t = x[x.length - 1] / unit;
    return unit * (FLOOR + Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t))));
  }

  /** The derivative of sigma by s at a point. */
  public double scaleSlope(double[] x) {
    return 1 / (1 + Math.exp(-x[x.length - 1] / unit));
  }

  /** The second derivative of sigma by s at a point. */
  public double scaleCurvature(double[] x) {
    double slope = scaleSlope(x);
    return slope * (1 - slope) / unit;
  }

  /** Margins and penalty. */
  public Objective linear() {
    return linear;
  }

  /** Errors beyond this many sigma count linearly. */
  public double epsilon() {
    return epsilon;
  }

  /** The coordinate s that stands for a sigma. */
  public double coordinate(double scale) {
    double t = Math.max(scale / unit, 2 * FLOOR) - FLOOR;
    return unit * (t + Math.log(-Math.expm1(-t)));
  }

  @Override
  public int dimension() {
    return linear.dimension() + 1;
  }

  @Override
  public Workspace workspace() {
    return new Scratch();
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
    double[] margins = ((Scratch) workspace).margins;
    double sigma = scale(x), sum = 0, byScale = 0, byIntercept = 0;
    for (int start = from; start < to; start += TILE_ROWS) {
      int end = Math.min(to, start + TILE_ROWS);
      linear.margins(block, order, start, end, x, margins);
      for (int r = start; r < end; r++) {
        int row = order == null ? r : order[r];
        double weight = block.weight(row), z = (margins[r - start] - block.label(row)) / sigma;
        double slope = Math.max(-epsilon, Math.min(epsilon, z));
        sum += weight * value(z, slope) * sigma;
        byScale += weight * 0.5 * (1 - slope * slope);
        byIntercept += weight * slope;
        margins[r - start] = weight * slope;
      }
      block.addGradient(order, start, end, margins, 1, gradient);
    }
    if (linear.fitIntercept()) {
      gradient[linear.columns()] += byIntercept;
    }
    int last = gradient.length - 1;
    gradient[last] += byScale * scaleSlope(x);
    return sum;
  }

  @Override
  public double lossSum(
      RowBlock block, int[] order, int from, int to, double[] x, Workspace workspace) {
    double[] margins = ((Scratch) workspace).margins;
    double sigma = scale(x), sum = 0;
    for (int start = from; start < to; start += TILE_ROWS) {
      int end = Math.min(to, start + TILE_ROWS);
      linear.margins(block, order, start, end, x, margins);
      for (int r = start; r < end; r++) {
        int row = order == null ? r : order[r];
        double z = (margins[r - start] - block.label(row)) / sigma;
        double slope = Math.max(-epsilon, Math.min(epsilon, z));
        sum += block.weight(row) * value(z, slope) * sigma;
      }
    }
    return sum;
  }

  /** 1/2 (1 + H(z)), with z clipped to epsilon as {@code slope}: H(z) = 2 slope z - slope^2. */
  private static double value(double z, double slope) {
    return 0.5 * (1 + slope * (2 * z - slope));
  }

  @Override
  public double penalty(double[] x) {
    return linear.penalty(x);
  }

  @Override
  public double addPenaltyGradient(double[] x, double[] gradient) {
    return linear.addPenaltyGradient(x, gradient);
  }
}
