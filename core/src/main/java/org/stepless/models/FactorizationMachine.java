package org.stepless.models;

import java.util.Arrays;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Loss;
import org.stepless.losses.SquaredPenalty;
import org.stepless.losses.Workspace;
import org.stepless.text.Check;

/**
 * The loss of a factorisation machine of second order on rows, with L2 penalty. Immutable.
 *
 * <pre>margin(v) = b + sum_j w_j v_j + 1/2 sum_f ((sum_j u_jf v_j)^2 - sum_j (u_jf v_j)^2)</pre>
 *
 * which is the sum over pairs of columns of their features times the inner product of their
 * factors, in time O(stored values of the row * k) for value and gradient.
 *
 * <p>For p columns and k factors a point x holds p * k factors, u_jf at {@code x[j*k+f]}, then p
 * linear coefficients if they are fitted, then the intercept if it is. The penalty is regParam / 2
 * times the squares of all but the intercept.
 *
 * <p>Source: Rendle, "Factorization Machines", ICDM 2010, eq. (5) and lemma 3.1.
 */
public final class FactorizationMachine implements BatchObjective {
  private static final long serialVersionUID = 1;

  private final Loss loss;
  private final int columns;
  private final int factors;
  private final boolean fitLinear;
  private final boolean fitIntercept;
  private final double regParam;

  /** A row's stored values, and its sums over columns for every factor. */
  private static final class Scratch extends Workspace {
    private final int[] indices;
    private final double[] values;
    private final double[] sums;
    private final double[] margin = new double[1];
    private final int[] row = new int[1];

    Scratch(int columns, int factors) {
      super(0);
      indices = new int[columns];
      values = new double[columns];
      sums = new double[factors];
    }
  }

  /**
   * @param loss a loss of one output
   * @param columns number of features p
   * @param factors length k of every column's factor; at least 1
   * @param regParam strength of the penalty; at least 0
   * @throws IllegalArgumentException if a value is out of range, the loss has several outputs, or
   *     the point would not fit an array
   */
  public FactorizationMachine(
      Loss loss,
      int columns,
      int factors,
      boolean fitLinear,
      boolean fitIntercept,
      double regParam) {
    Check.require(loss.outputs() == 1, "outputs of the loss", "1", loss.outputs());
    Check.atLeast("factors", factors, 1);
    Check.notNegative("regParam", regParam);
    this.loss = loss;
    this.columns = columns;
    this.factors = factors;
    this.fitLinear = fitLinear;
    this.fitIntercept = fitIntercept;
    this.regParam = regParam;
    long dimension = (long) columns * factors + (fitLinear ? columns : 0) + (fitIntercept ? 1 : 0);
    if (dimension > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d columns of %d factors give a model of %d coefficients, more than an array can hold"
              .formatted(columns, factors, dimension));
    }
  }

  /** Where the linear coefficients start in a point, if they are fitted. */
  public int linearStart() {
    return columns * factors;
  }

  @Override
  public int dimension() {
    return columns * factors + (fitLinear ? columns : 0) + (fitIntercept ? 1 : 0);
  }

  @Override
  public Workspace workspace() {
    return new Scratch(columns, factors);
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
    Scratch s = (Scratch) workspace;
    double sum = 0;
    for (int r = from; r < to; r++) {
      s.row[0] = order == null ? r : order[r];
      int count = margin(block, x, s);
      sum += loss.evaluate(block, s.row, 0, 1, s.margin);
      addRowGradient(s, count, x, s.margin[0], gradient);
    }
    return sum;
  }

  @Override
  public double lossSum(
      RowBlock block, int[] order, int from, int to, double[] x, Workspace workspace) {
    Scratch s = (Scratch) workspace;
    double sum = 0;
    for (int r = from; r < to; r++) {
      s.row[0] = order == null ? r : order[r];
      margin(block, x, s);
      sum += loss.sum(block, s.row, 0, 1, s.margin);
    }
    return sum;
  }

  /** Sets margin and sums of the row in the scratch; returns how many values it has. */
  private int margin(RowBlock block, double[] x, Scratch s) {
    int count = block.copyRow(s.row[0], s.indices, s.values), linear = linearStart();
    double[] sums = s.sums;
    Arrays.fill(sums, 0);
    double margin = fitIntercept ? x[x.length - 1] : 0, squares = 0;
    for (int i = 0; i < count; i++) {
      int j = s.indices[i], at = j * factors;
      double value = s.values[i];
      if (fitLinear) {
        margin += x[linear + j] * value;
      }
      for (int f = 0; f < factors; f++) {
        double product = x[at + f] * value;
        sums[f] += product;
        squares += product * product;
      }
    }
    double squaredSums = 0;
    for (double sum : sums) {
      squaredSums += sum * sum;
    }
    s.margin[0] = margin + 0.5 * (squaredSums - squares);
    return count;
  }

  /** Adds {@code slope} times the margin's gradient: v_j (sum_f - u_jf v_j) for factor u_jf. */
  private void addRowGradient(Scratch s, int count, double[] x, double slope, double[] gradient) {
    int linear = linearStart();
    double[] sums = s.sums;
    for (int i = 0; i < count; i++) {
      int j = s.indices[i], at = j * factors;
      double value = s.values[i], scaled = slope * value;
      if (fitLinear) {
        gradient[linear + j] += scaled;
      }
      for (int f = 0; f < factors; f++) {
        gradient[at + f] += scaled * (sums[f] - x[at + f] * value);
      }
    }
    if (fitIntercept) {
      gradient[gradient.length - 1] += slope;
    }
  }

  @Override
  public double penalty(double[] x) {
    return regParam == 0 ? 0 : penalty(x, null);
  }

  @Override
  public double addPenaltyGradient(double[] x, double[] gradient) {
    return regParam == 0 ? 0 : penalty(x, gradient);
  }

  private double penalty(double[] x, double[] gradient) {
    int end = x.length - (fitIntercept ? 1 : 0);
    return 0.5 * regParam * SquaredPenalty.add(0, x, 0, end, regParam, gradient);
  }
}
