package org.stepless.cli.replay;

import java.util.Arrays;
import java.util.List;
import org.stepless.methods.Methods;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.ExampleStepper;
import org.stepless.optimizer.OptimizerState;

/** Replays the passes of a per-example rule on logistic regression, in the recorded order. */
final class ExampleReplay {
  private final double[][] features;
  private final double[] labels;
  private ExampleRule rule;
  private OptimizerState state;
  private double[] trackers;

  private ExampleReplay(TrajectoryFile file) {
    rule =
        (ExampleRule)
            Methods.method(MethodNames.exampleRule(file.method(), file.hyperparameters()));
    double[] x0 = file.numbers("x0");
    TrajectoryFile problem = file.object("problem");
    features = problem.matrix("features");
    labels = problem.numbers("labels", features.length);
    for (double[] row : features) {
      if (row.length != x0.length) {
        throw new IllegalArgumentException(
            "a row of 'problem.features' has %d numbers, x0 has %d"
                .formatted(row.length, x0.length));
      }
    }
    state = OptimizerState.start(rule, x0);
    trackers = new double[rule.tracks() ? features.length : 0];
  }

  static ReplayResult run(TrajectoryFile file, ReplayMode mode) {
    ExampleReplay replay = new ExampleReplay(file);
    List<TrajectoryFile> epochs = file.objects("epochs");
    int rows = replay.features.length;
    int[] order = replay.order(file.numbers("order", epochs.size() * rows));
    Errors errors = new Errors();
    for (int epoch = 0; epoch < epochs.size(); epoch++) {
      replay.pass(Arrays.copyOfRange(order, epoch * rows, (epoch + 1) * rows), mode);
      replay.compare(epochs.get(epoch), errors);
    }
    return errors.result(file);
  }

  private int[] order(double[] values) {
    for (double value : values) {
      if (value != Math.rint(value) || value < 0 || value >= features.length) {
        throw new IllegalArgumentException(
            "'order' must hold row numbers below %d, holds %s".formatted(features.length, value));
      }
    }
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }

  private void pass(int[] order, ReplayMode mode) {
    if (mode == ReplayMode.SERIALIZED) {
      rule = Copies.serialized(rule);
      state = Copies.serialized(state);
      trackers = Copies.serialized(trackers);
    }
    if (mode == ReplayMode.RETRIED) {
      steps(new ExampleStepper(rule, state.copy(), trackers.clone()), order, 0, order.length);
    }
    int piece = mode == ReplayMode.BLOCKS ? Replay.BLOCK_LENGTH : order.length;
    ExampleStepper stepper = null;
    for (int from = 0; from < order.length; from += piece) {
      stepper = new ExampleStepper(rule, state, trackers);
      steps(stepper, order, from, Math.min(order.length, from + piece));
    }
    rule.endPass(state.scalars(), stepper.trackerSum(), features.length);
  }

  private void steps(ExampleStepper stepper, int[] order, int from, int to) {
    int[] row = new int[1];
    for (int i = from; i < to; i++) {
      row[0] = order[i];
      Arrays.fill(stepper.gradient(), 0);
      double loss = logistic(row[0], stepper.state().x(), 1, stepper.gradient());
      stepper.step(1, loss, row, 0, 1);
    }
  }

  private double logistic(int row, double[] x, double weight, double[] gradient) {
    double[] a = features[row];
    double margin = 0;
    for (int j = 0; j < a.length; j++) {
      margin += labels[row] * a[j] * x[j];
    }
    double slope = -weight * labels[row] / (1 + Math.exp(margin));
    for (int j = 0; j < a.length; j++) {
      gradient[j] += slope * a[j];
    }
    return Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
  }

  private void compare(TrajectoryFile epoch, Errors errors) {
    errors.points(state.x(), epoch.numbers("x", state.x().length));
    double[] scalars = state.scalars();
    errors.scalar(scalars[ExampleRule.TAU], epoch.number("tau"));
    errors.scalar(scalars[ExampleRule.MEAN_TRACKER], epoch.number("alphaMean"));
    if (rule.tracks()) {
      double shift = scalars[ExampleRule.SHIFT];
      double[] settled = Arrays.stream(trackers).map(tracker -> tracker + shift).toArray();
      errors.scalars(settled, epoch.numbers("alpha", trackers.length));
    }
    double[] unused = new double[state.x().length];
    double objective = 0;
    for (int row = 0; row < features.length; row++) {
      objective += logistic(row, state.x(), 0, unused) / features.length;
    }
    for (double value : state.x()) {
      objective += rule.reg() / 2 * value * value;
    }
    errors.scalar(objective, epoch.number("objective"));
  }
}
