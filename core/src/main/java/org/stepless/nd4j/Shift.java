package org.stepless.nd4j;

import java.util.Random;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

/**
 * Whether the steps of a rule stay the same when all points are shifted, so that they can be taken
 * without knowing the point. Weight decay and steps relative to the weights change them.
 */
final class Shift {
  private static final int STEPS = 8;
  private static final double[] NEAR = new double[3];
  private static final double[] FAR = {1, -2, 1}; // powers of two, which round the least
  private static final double TOLERANCE = 64 * Math.ulp(FAR[1]), RELATIVE_TOLERANCE = 1e-8;

  private Shift() {}

  /** Tries it. */
  static boolean leavesSteps(UpdateRule rule) {
    double[] near = run(rule, NEAR), far = run(rule, FAR);
    for (int i = 0; i < near.length; i++) {
      double moved = far[i] - FAR[i];
      if (!(Math.abs(near[i] - moved) <= TOLERANCE + RELATIVE_TOLERANCE * Math.abs(near[i]))) {
        return false;
      }
    }
    return true;
  }

  private static double[] run(UpdateRule rule, double[] start) {
    Stepper stepper = new Stepper(rule, OptimizerState.start(rule, start));
    Random random = new Random(1);
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < start.length; i++) {
        stepper.gradient()[i] = 0.5 + random.nextDouble();
      }
      stepper.step(1, 1);
    }
    return stepper.state().x();
  }
}
