package org.stepless.spark.mllib;

import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.Updater;
import org.stepless.methods.Methods;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;
import org.stepless.schedules.Constant;
import org.stepless.schedules.Schedule;
import org.stepless.schedules.Schedules;
import org.stepless.text.Check;
import scala.Tuple2;

/**
 * Runs an update rule inside Spark's own {@code GradientDescent}:
 *
 * <pre>{@code
 * GradientDescent.runMiniBatchSGD(
 *     data, new LogisticGradient(), new RuleUpdater("prodigy", "linear", 200),
 *     1.0, 200, regParam, 1.0, initialWeights, 0.0);
 * }</pre>
 *
 * <ul>
 *   <li>Step size: iteration t takes the multiplier {@code stepSize * schedule(t)}. Leave Spark's
 *       stepSize at 1 with a method that needs no learning rate.
 *   <li>Penalty: {@code regParam * w} is added to the gradient and {@code 1/2 regParam |w|^2} to
 *       the loss, as {@code SquaredL2Updater} has it; with {@code sgd} both take the same steps.
 *   <li>Convergence: Spark stops when the weights move by less than convergenceTol, 0.001 by
 *       default, and methods that start from tiny steps meet that at once. Set it to 0.
 *   <li>Result: Spark returns the point at which it would take the next gradient. For methods whose
 *       model is another point, such as Schedule-Free, ask {@link #modelWeights} after the run.
 * </ul>
 *
 * The state of the method lives here, on the driver, and is not serialized. Iteration 1, or any
 * that does not lie behind the last one, starts it anew from Spark's weights, so one updater serves
 * many runs one after the other, but not two at a time. A call with stepSize 0, with which Spark
 * asks for the first penalty, changes nothing. {@code LBFGS} asks updaters for gradients of the
 * penalty in a way that no stateful method can answer; use {@link SteplessOptimizer} instead.
 *
 * <p>Not thread-safe.
 */
public final class RuleUpdater extends Updater {
  private static final long serialVersionUID = 1L;

  private final UpdateRule rule;
  private final Schedule schedule;
  private final int numIterations;
  private transient Stepper stepper;
  private transient int lastIteration;

  /** A rule in its text form, with a constant schedule for any number of iterations. */
  public RuleUpdater(String rule) {
    this(Methods.parse(rule), new Constant(), Integer.MAX_VALUE);
  }

  /** Rule and schedule in their text forms. */
  public RuleUpdater(String rule, String schedule, int numIterations) {
    this(Methods.parse(rule), Schedules.parse(schedule), numIterations);
  }

  /**
   * @param numIterations length of the schedule; give GradientDescent the same number
   * @throws IllegalArgumentException if the rule needs the loss, which Spark does not tell updaters
   */
  public RuleUpdater(UpdateRule rule, Schedule schedule, int numIterations) {
    if (rule.needsLoss()) {
      throw new IllegalArgumentException(
          "optimizer %s needs the loss of every step, which GradientDescent does not tell its updater; use SteplessOptimizer"
              .formatted(Methods.print(rule)));
    }
    Check.atLeast("numIterations", numIterations, 1);
    this.rule = rule;
    this.schedule = schedule;
    this.numIterations = numIterations;
  }

  /**
   * Takes one step.
   *
   * @param gradient mean gradient of the batch at the old weights, without penalty
   * @param stepSize factor on the schedule's multiplier; 0 leaves weights and state as they are
   * @param iter number of the iteration, from 1
   * @param regParam strength of the L2 penalty; at least 0
   * @return the new weights and their penalty
   * @throws IllegalArgumentException if {@code iter} is beyond the schedule or sizes differ
   * @throws ArithmeticException if the gradient is not finite
   */
  @Override
  public Tuple2<Vector, Object> compute(
      Vector weightsOld, Vector gradient, double stepSize, int iter, double regParam) {
    Check.notNegative("regParam", regParam);
    Check.notNegative("stepSize", stepSize);
    if (stepSize == 0) {
      return new Tuple2<>(weightsOld, Penalty.value(regParam, weightsOld.toArray()));
    }
    if (iter < 1 || iter > numIterations) {
      throw new IllegalArgumentException(
          "iteration %d is outside the %d iterations of this RuleUpdater; give it GradientDescent's numIterations"
              .formatted(iter, numIterations));
    }
    double[] weights = weightsOld.toArray();
    if (stepper == null || iter <= lastIteration) {
      stepper = new Stepper(rule, OptimizerState.start(rule, weights));
    }
    double[] x = stepper.state().x(), g = stepper.gradient();
    requireSize("weights", weights.length, x.length);
    requireSize("gradient", gradient.size(), x.length);
    // The caller may have changed the weights, say by projecting them.
    System.arraycopy(weights, 0, x, 0, x.length);
    double[] mean = gradient.toArray();
    for (int i = 0; i < x.length; i++) {
      g[i] = mean[i] + regParam * x[i];
    }
    stepper.step(stepSize * schedule.multiplier(iter - 1, numIterations), Double.NaN);
    lastIteration = iter;
    return new Tuple2<>(Vectors.dense(x.clone()), Penalty.value(regParam, x));
  }

  private void requireSize(String what, int size, int expected) {
    if (size != expected) {
      throw new IllegalArgumentException(
          "iteration after %d: %s has size %d where the run has %d coordinates; runs must not be mixed"
              .formatted(lastIteration, what, size, expected));
    }
  }

  /**
   * The weights that serve as the model after the last step: an average or evaluation point for
   * some methods, else what Spark returned.
   *
   * @throws IllegalStateException before the first step
   */
  public Vector modelWeights() {
    if (stepper == null) {
      throw new IllegalStateException("no step was taken yet; run GradientDescent first");
    }
    double[] model = new double[stepper.state().x().length];
    stepper.model(model);
    return Vectors.dense(model);
  }
}
