package org.stepless.cli.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.stepless.methods.Methods;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

/** Replays the steps of an update rule. */
final class RuleReplay {
  private static final Set<String> NOT_SCALARS =
      Set.of("multiplier", "loss", "gradient", "x", "xEval");

  private UpdateRule rule;
  private OptimizerState state;

  private RuleReplay(UpdateRule rule, double[] x0) {
    this.rule = rule;
    this.state = OptimizerState.start(rule, x0);
  }

  static ReplayResult run(TrajectoryFile file, ReplayMode mode) {
    UpdateRule rule = Methods.parse(MethodNames.rule(file.method(), file.hyperparameters()));
    RuleReplay replay = new RuleReplay(rule, file.numbers("x0"));
    Errors errors = new Errors();
    replay.run(file.objects("steps"), mode, errors);
    return errors.result(file);
  }

  private void run(List<TrajectoryFile> steps, ReplayMode mode, Errors errors) {
    int n = state.x().length;
    int length = mode == ReplayMode.WHOLE ? Math.max(1, n) : Replay.BLOCK_LENGTH;
    RetriedStepper retried = new RetriedStepper(rule, state);
    Stepper stepper = new Stepper(rule, state, length);
    for (TrajectoryFile step : steps) {
      double[] gradient = step.numbers("gradient", n);
      double multiplier = step.number("multiplier");
      double loss = step.number("loss");
      if (mode == ReplayMode.RETRIED) {
        retried.step(gradient, multiplier, loss);
      } else {
        if (mode == ReplayMode.SERIALIZED) {
          rule = Copies.serialized(rule);
          state = Copies.serialized(state);
          stepper = new Stepper(rule, state, length);
        }
        System.arraycopy(gradient, 0, stepper.gradient(), 0, n);
        stepper.step(multiplier, loss);
      }
      compare(step, errors);
    }
  }

  private void compare(TrajectoryFile step, Errors errors) {
    int n = state.x().length;
    errors.points(state.x(), step.numbers("x", n));
    if (step.has("xEval")) {
      double[] model = new double[n];
      rule.model(new Block(state.x(), state.x(), state.vectors(), 0, n, 0), state.scalars(), model);
      errors.points(model, step.numbers("xEval", n));
    }
    for (String key : step.keys()) {
      if (!NOT_SCALARS.contains(key)) {
        errors.scalar(scalar(key), step.number(key));
      }
    }
  }

  /** The rule's scalar of this name, or the mean of its state vector of this name. */
  private double scalar(String name) {
    Layout layout = rule.layout();
    int index = layout.scalarIndex(name);
    if (index >= 0) {
      return state.scalars()[index];
    }
    int vector = layout.vectors().indexOf(name);
    if (vector >= 0) {
      return Arrays.stream(state.vectors()[vector]).average().orElse(0);
    }
    throw new IllegalArgumentException(
        "%s has no state '%s' to compare; it has %s".formatted(Methods.print(rule), name, layout));
  }
}
