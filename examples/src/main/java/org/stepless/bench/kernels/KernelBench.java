package org.stepless.bench.kernels;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Objective;
import org.stepless.losses.Softmax;
import org.stepless.losses.Workspace;
import org.stepless.methods.Methods;
import org.stepless.optimizer.UpdateRule;

/**
 * The loops in which training spends its time, beside the copy loop: gradient passes over rows and
 * steps of update rules.
 */
public final class KernelBench {
  /** Rows of the work that warms up. */
  private static final int FEW_ROWS = 64;

  private final CopyLoop copy;
  private final int repeat;
  private final double warmUp;

  /**
   * @param copyLength doubles that the copy loop copies
   * @param repeat runs of which the fastest counts
   * @param warmUp seconds that small work of a kind runs before it is measured
   */
  public KernelBench(int copyLength, int repeat, double warmUp) {
    copy = new CopyLoop(copyLength);
    this.repeat = repeat;
    this.warmUp = warmUp;
    Bandwidth.warmUp(warmUp, copy::loop);
  }

  /** The copy loop itself, and in its place System.arraycopy. */
  public Bandwidth copy(boolean system) {
    return Bandwidth.of(copy, repeat, copy.bytes(), system ? copy::system : copy::loop);
  }

  /** Steps of an update rule on a model of so many coordinates. */
  public Bandwidth steps(String rule, int coordinates) {
    UpdateRule parsed = Methods.parse(rule);
    return RuleBench.large(parsed, coordinates, copy, repeat, warmUp);
  }

  /** Nanoseconds of a step of a rule on a model of 128 coordinates. */
  public double smallStepNanos(String rule) {
    return RuleBench.smallNanos(Methods.parse(rule), repeat);
  }

  /**
   * Loss and gradient at once over all rows, in their order. The bytes are those of the rows, and
   * the point read and the gradient read and written once.
   */
  public Bandwidth pass(RowBlock rows, int classes) {
    return gradients(rows, classes, null, rows.rows());
  }

  /** The same in batches of rows in random order, which is one epoch of mini-batch training. */
  public Bandwidth batches(RowBlock rows, int classes, int batch) {
    int[] order = new Random(5).ints(0, rows.rows()).distinct().limit(rows.rows()).toArray();
    return gradients(rows, classes, order, batch);
  }

  private Bandwidth gradients(RowBlock rows, int classes, int[] order, int batch) {
    Loss loss = classes > 2 ? new Softmax(classes) : new Logistic();
    Objective objective = new Objective(loss, rows.columns(), true, null);
    Workspace workspace = objective.workspace();
    Random random = new Random(3);
    double[] x = random.doubles(objective.dimension(), -0.2, 0.2).toArray();
    double[] gradient = new double[x.length];
    Batches work =
        (from, to) -> {
          Arrays.fill(gradient, 0);
          objective.addLossAndGradient(rows, order, from, to, x, gradient, workspace);
        };
    int few = Math.min(rows.rows(), FEW_ROWS);
    Bandwidth.warmUp(warmUp, () -> work.run(0, few));
    double bytes = rows.bytes() + 3.0 * Double.BYTES * x.length;
    return Bandwidth.of(
        copy,
        repeat,
        bytes,
        () -> {
          for (int from = 0; from < rows.rows(); from += batch) {
            work.run(from, Math.min(rows.rows(), from + batch));
          }
        });
  }

  private interface Batches {
    void run(int from, int to);
  }

  /** Dense rows of uniform values, stored in float or double, with labels 0 and 1. */
  public static RowBlock dense(int rows, int columns, boolean single) {
    SplittableRandom random = new SplittableRandom(1);
    DoubleUnaryOperator rounding = single ? value -> (float) value : value -> value;
    RowBlockBuilder builder = new RowBlockBuilder(columns, rows);
    double[] values = new double[columns];
    for (int row = 0; row < rows; row++) {
      Arrays.setAll(values, j -> rounding.applyAsDouble(random.nextDouble() - 0.5));
      builder.addDense(values, random.nextInt(2), 1);
    }
    return builder.build();
  }

  /** Sparse rows with so many uniform values each, in random columns. */
  public static RowBlock sparse(int rows, int columns, int nonZeros) {
    Random random = new Random(2);
    RowBlockBuilder builder = new RowBlockBuilder(columns, rows);
    for (int row = 0; row < rows; row++) {
      int[] indices = random.ints(0, columns).distinct().limit(nonZeros).sorted().toArray();
      double[] values = random.doubles(nonZeros, 0.5, 1.5).toArray();
      builder.addSparse(indices, values, random.nextInt(2), 1);
    }
    return builder.build();
  }
}
