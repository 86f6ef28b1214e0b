package org.stepless.methods;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.UpdateRule;

/** Steps of a rule by the bare interface, as any engine may call it. */
final class Steps {
  private Steps() {}

  /** One step over the blocks between the given cuts. */
  static void step(
      UpdateRule rule,
      OptimizerState state,
      double[] gradient,
      double loss,
      long step,
      int... cuts) {
    double[] scalars = state.scalars();
    int[] reductions = rule.reductions();
    rule.begin(scalars, step, 1, loss);
    for (int round = 0; round < reductions.length; round++) {
      double[] sums = new double[reductions[round]];
      for (int i = 1; i < cuts.length; i++) {
        rule.measure(round, block(state, gradient, cuts[i - 1], cuts[i]), scalars, sums);
      }
      rule.resolve(round, scalars, sums);
    }
    for (int i = 1; i < cuts.length; i++) {
      rule.apply(block(state, gradient, cuts[i - 1], cuts[i]), scalars);
    }
  }

  /** The same over two blocks, each measured twice, which must change nothing and add the same. */
  static void checkedStep(
      UpdateRule rule, OptimizerState state, double[] gradient, double loss, long step) {
    int n = gradient.length;
    Block[] blocks = {block(state, gradient, 0, 9), block(state, gradient, 9, n)};
    double[] scalars = state.scalars();
    int[] reductions = rule.reductions();
    rule.begin(scalars, step, 1, loss);
    for (int round = 0; round < reductions.length; round++) {
      double[] sums = new double[reductions[round]];
      for (Block block : blocks) {
        double[] again = sums.clone();
        OptimizerState before = state.copy();
        double[] gradientBefore = gradient.clone();
        rule.measure(round, block, scalars, sums);
        rule.measure(round, block, scalars, again);
        assertArrayEquals(sums, again);
        assertArrayEquals(before.x(), state.x());
        assertArrayEquals(before.scalars(), state.scalars());
        assertArrayEquals(before.vectors(), state.vectors());
        assertArrayEquals(gradientBefore, gradient);
      }
      rule.resolve(round, scalars, sums);
    }
    double[] gradientBefore = gradient.clone();
    Arrays.stream(blocks).forEach(block -> rule.apply(block, scalars));
    assertArrayEquals(gradientBefore, gradient);
  }

  private static Block block(OptimizerState state, double[] gradient, int from, int to) {
    return new Block(state.x(), gradient, state.vectors(), from, to, from);
  }
}
