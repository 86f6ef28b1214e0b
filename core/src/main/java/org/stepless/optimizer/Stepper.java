package org.stepless.optimizer;

import java.util.Arrays;

/**
 * Carries out steps of a rule on one machine. The coordinates are cut into blocks that fit the
 * cache, so that checking, measuring and applying read memory once each; nothing is allocated per
 * step.
 *
 * <p>Not thread-safe.
 */
public final class Stepper {
  /** Coordinates per block: with ten arrays, 320 KiB, about a second-level cache. */
  public static final int DEFAULT_BLOCK_LENGTH = 4096;

  private static final int SQUARES = 0;
  private static final int ABSOLUTES = 1;
  private static final int NORM_SUMS = 2;

  private final UpdateRule rule;
  private final OptimizerState state;
  private final double[] gradient;
  private final Block block; // moves along the coordinates, so that its scratch stays in the cache
  private final int blockLength;
  private final int[] reductions;
  private final double[] sums;
  private final CompensatedSums totals;
  private final double[] norms = new double[NORM_SUMS];
  private final CompensatedSums normTotals = new CompensatedSums(NORM_SUMS);

  /** Steps of a rule from a state, in blocks of {@link #DEFAULT_BLOCK_LENGTH}. */
  public Stepper(UpdateRule rule, OptimizerState state) {
    this(rule, state, DEFAULT_BLOCK_LENGTH);
  }

  /**
   * @param blockLength coordinates per block; the results of different lengths differ by rounding
   */
  public Stepper(UpdateRule rule, OptimizerState state, int blockLength) {
    if (blockLength < 1) {
      throw new IllegalArgumentException("blockLength must be at least 1, was " + blockLength);
    }
    this.rule = rule;
    this.state = state;
    int n = state.x().length;
    gradient = new double[n];
    this.blockLength = blockLength;
    block = new Block(state.x(), gradient, state.vectors(), 0, Math.min(n, blockLength), 0);
    reductions = rule.reductions();
    int most = Arrays.stream(reductions).max().orElse(0);
    sums = new double[most];
    totals = new CompensatedSums(most);
  }

  /** The array that the caller fills with the gradient at {@code state().x()} before a step. */
  public double[] gradient() {
    return gradient;
  }

  /** What the steps change: point, state vectors, scalars and step number. */
  public OptimizerState state() {
    return state;
  }

  /** The rule whose steps these are. */
  public UpdateRule rule() {
    return rule;
  }

  /**
   * Takes one step with the gradient in {@link #gradient()}.
   *
   * @param multiplier schedule multiplier; 0 changes nothing but the step number
   * @param loss loss at the current point; may be NaN only if the rule does not need it
   * @throws ArithmeticException if loss or gradient is not finite, naming the step; the state is
   *     then no longer usable
   */
  public void step(double multiplier, double loss) {
    requireMultiplier(multiplier, state.step());
    if (!Double.isFinite(loss) && (rule.needsLoss() || !Double.isNaN(loss))) {
      throw new ArithmeticException(
          "loss of step %d is %s; the data or the starting point overflow, or training diverged"
              .formatted(state.step(), loss));
    }
    normTotals.clear(NORM_SUMS);
    if (multiplier == 0) {
      for (boolean more = first(); more; more = next()) {
        checkAndAddNorms();
      }
    } else {
      advance(multiplier, loss);
    }
    normTotals.get(norms, NORM_SUMS);
    state.countStep();
  }

  static void requireMultiplier(double multiplier, long step) {
    if (!(multiplier >= 0 && multiplier < Double.POSITIVE_INFINITY)) {
      throw new ArithmeticException(
          "schedule multiplier of step %d is %s; it must be finite and not negative"
              .formatted(step, multiplier));
    }
  }

  private void advance(double multiplier, double loss) {
    double[] scalars = state.scalars();
    rule.begin(scalars, state.step(), multiplier, loss);
    for (int round = 0; round < reductions.length; round++) {
      int count = reductions[round];
      totals.clear(count);
      for (boolean more = first(); more; more = next()) {
        if (round == 0) {
          checkAndAddNorms();
        }
        Arrays.fill(sums, 0, count, 0);
        rule.measure(round, block, scalars, sums);
        totals.add(sums, count);
      }
      totals.get(sums, count);
      rule.resolve(round, scalars, sums);
    }
    for (boolean more = first(); more; more = next()) {
      if (reductions.length == 0) {
        checkAndAddNorms();
      }
      rule.apply(block, scalars);
    }
  }

  /** Moves to the first block; a model without coordinates has an empty one. */
  private boolean first() {
    block.move(0, Math.min(blockLength, gradient.length));
    return true;
  }

  /** Moves to the next block; false after the last. */
  private boolean next() {
    int from = block.to();
    block.move(from, (int) Math.min(gradient.length, (long) from + blockLength));
    return from < gradient.length;
  }

  /** Euclidean norm of the last step's gradient. */
  public double gradientNorm2() {
    return Math.sqrt(norms[SQUARES]);
  }

  /** Sum of absolute values of the last step's gradient. */
  public double gradientNorm1() {
    return norms[ABSOLUTES];
  }

  /** Effective step size of the last step. */
  public double stepSize() {
    return rule.stepSize(state.scalars());
  }

  /** Writes the weights that serve as the model. */
  public void model(double[] out) {
    for (boolean more = first(); more; more = next()) {
      rule.model(block, state.scalars(), out);
    }
  }

  private void checkAndAddNorms() {
    // Four accumulators per sum: a single chain of additions would wait for each one's latency.
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    double a0 = 0, a1 = 0, a2 = 0, a3 = 0;
    int i = block.from();
    int to = block.to();
    for (; i + 3 < to; i += 4) {
      double g0 = gradient[i], g1 = gradient[i + 1], g2 = gradient[i + 2], g3 = gradient[i + 3];
      s0 += g0 * g0;
      s1 += g1 * g1;
      s2 += g2 * g2;
      s3 += g3 * g3;
      a0 += Math.abs(g0);
      a1 += Math.abs(g1);
      a2 += Math.abs(g2);
      a3 += Math.abs(g3);
    }
    for (; i < to; i++) {
      s0 += gradient[i] * gradient[i];
      a0 += Math.abs(gradient[i]);
    }
    norms[SQUARES] = (s0 + s1) + (s2 + s3);
    norms[ABSOLUTES] = (a0 + a1) + (a2 + a3);
    if (!Double.isFinite(norms[SQUARES])) {
      refuse();
    }
    normTotals.add(norms, NORM_SUMS);
  }

  private void refuse() {
    for (int i = block.from(); i < block.to(); i++) {
      if (!Double.isFinite(gradient[i]) || Math.abs(gradient[i]) > 1e150) {
        throw new ArithmeticException(
            "gradient of step %d is %s at coordinate %d; the data overflow or training diverged"
                .formatted(state.step(), gradient[i], block.offset() + i - block.from()));
      }
    }
    throw new ArithmeticException("gradient of step " + state.step() + " overflows its norm");
  }
}
