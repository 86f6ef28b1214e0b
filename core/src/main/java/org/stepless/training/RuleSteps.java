package org.stepless.training;

import org.stepless.optimizer.ExampleStepper;
import org.stepless.optimizer.Stepper;

/** Steps of either kind of rule, as the training loop takes them. Not thread-safe. */
sealed interface RuleSteps {
  /** The array that the caller fills with the batch's mean gradient before a step. */
  double[] gradient();

  /**
   * Takes one step.
   *
   * @param step number of the step, from 0
   * @param multiplier of the schedule
   * @param loss objective of the batch
   * @param rows of the batch, at least 1
   */
  void step(long step, double multiplier, double loss, long rows);

  /** Counts a step that has no rows and changes nothing; the gradient is 0. */
  void skip();

  /** Ends a pass over all rows there are. */
  void endPass();

  /** Euclidean norm of the last step's gradient. */
  double gradientNorm2();

  /** Sum of the trackers; 0 where there are none. */
  double trackerSum();

  /** Steps of a rule that sees the gradient alone; their gradient norms are kept. */
  record OfUpdateRule(Stepper stepper, StepHistory history) implements RuleSteps {
    @Override
    public double[] gradient() {
      return stepper.gradient();
    }

    @Override
    public void step(long step, double multiplier, double loss, long rows) {
      stepper.step(multiplier, loss);
      history.add(stepper.gradientNorm1(), stepper.gradientNorm2());
    }

    @Override
    public void skip() {
      step(0, 0, 0, 0);
    }

    @Override
    public void endPass() {}

    @Override
    public double gradientNorm2() {
      return stepper.gradientNorm2();
    }

    @Override
    public double trackerSum() {
      return 0;
    }
  }

  /**
   * Steps of a per-example rule, which move the trackers of the batch's rows. Gradient norms are
   * not kept: there may be as many steps as rows.
   */
  record OfExampleRule(ExampleStepper stepper, BatchGradient batches) implements RuleSteps {
    @Override
    public double[] gradient() {
      return stepper.gradient();
    }

    @Override
    public void step(long step, double multiplier, double loss, long rows) {
      int[] ahead = batches.rowsAhead();
      int at = ahead == null ? 0 : batches.batchStart(step);
      if (at == 0 && ahead != null) {
        stepper.lookAhead(ahead, batches.rowsAheadCount());
      }
      stepper.step(multiplier, loss, ahead, at, (int) rows);
    }

    @Override
    public void skip() {
      stepper.step(0, 0, null, 0, 0);
    }

    @Override
    public void endPass() {
      stepper.endPass();
    }

    @Override
    public double gradientNorm2() {
      return stepper.gradientNorm2();
    }

    @Override
    public double trackerSum() {
      return stepper.trackerSum();
    }
  }
}
