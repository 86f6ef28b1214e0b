package org.stepless.cli.replay;

import java.util.ArrayList;
import java.util.List;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.CompensatedSums;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.UpdateRule;

/**
 * Takes steps in which every task runs twice: the sums of the first {@code measure} are lost, and
 * what the first {@code apply} wrote is replaced by the block as it was before.
 */
final class RetriedStepper {
  private final UpdateRule rule;
  private final OptimizerState state;
  private long step;

  RetriedStepper(UpdateRule rule, OptimizerState state) {
    this.rule = rule;
    this.state = state;
  }

  void step(double[] gradient, double multiplier, double loss) {
    if (multiplier > 0) {
      advance(gradient, multiplier, loss);
    }
    step++;
  }

  private void advance(double[] gradient, double multiplier, double loss) {
    double[] scalars = state.scalars();
    List<Block> blocks = blocks(state, gradient);
    rule.begin(scalars, step, multiplier, loss);
    int[] reductions = rule.reductions();
    for (int round = 0; round < reductions.length; round++) {
      CompensatedSums totals = new CompensatedSums(reductions[round]);
      for (Block block : blocks) {
        rule.measure(round, block, scalars.clone(), new double[reductions[round]]);
        double[] sums = new double[reductions[round]];
        rule.measure(round, block, scalars, sums);
        totals.add(sums, sums.length);
      }
      double[] sums = new double[reductions[round]];
      totals.get(sums, sums.length);
      rule.resolve(round, scalars, sums);
    }
    for (Block block : blocks(state.copy(), gradient.clone())) {
      rule.apply(block, scalars.clone());
    }
    for (Block block : blocks) {
      rule.apply(block, scalars);
    }
  }

  private static List<Block> blocks(OptimizerState state, double[] gradient) {
    List<Block> blocks = new ArrayList<>();
    int n = state.x().length;
    for (int from = 0; from < n; from += Replay.BLOCK_LENGTH) {
      int to = Math.min(n, from + Replay.BLOCK_LENGTH);
      blocks.add(new Block(state.x(), gradient, state.vectors(), from, to, from));
    }
    return blocks;
  }
}
