package org.stepless.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

/**
 * Takes the steps of a {@link Nd4jRuleUpdater} in SameDiff's training for all variables together,
 * at the end of an iteration, when all gradients and the loss are known: the same steps as the rule
 * takes on one vector of all variables, ordered by name. One listener trains one graph.
 *
 * <p>The point is kept in double; variables of another type hold it rounded.
 */
public final class RuleListener extends BaseListener {
  private Nd4jRuleUpdater updater;
  private RuleGradientUpdater pending;
  private double[] pendingGradient;
  private final Map<String, RuleGradientUpdater> updaters = new TreeMap<>();
  private final Map<String, double[]> gradients = new HashMap<>();
  private Stepper stepper;
  private List<String> names;

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void operationStart(SameDiff graph, Operation operation) {
    TrainingConfig config = graph.getTrainingConfig();
    IUpdater configured = config.getUpdater();
    if (!(configured instanceof Nd4jRuleUpdater rule)) {
      throw new IllegalStateException(
          "RuleListener needs a Nd4jRuleUpdater in the training configuration, which has "
              + configured);
    }
    if (!config.isMinimize()) {
      throw new IllegalStateException("RuleListener minimises; turn the sign of the loss instead");
    }
    if (config.getRegularization() != null) {
      for (Regularization r : config.getRegularization()) {
        if (r.applyStep() == Regularization.ApplyStep.POST_UPDATER) {
          throw new IllegalStateException(
              "%s changes weights beside the rule; use the rule's own, as in adamw(weightDecay=0.1)"
                  .formatted(r.getClass().getSimpleName()));
        }
      }
    }
    updater = rule;
    rule.setListener(this);
  }

  @Override
  public void operationEnd(SameDiff graph, Operation operation) {
    updater.setListener(null);
  }

  /** Takes the gradient of the variable whose turn it is. */
  void take(RuleGradientUpdater of, double[] gradient) {
    pending = of;
    pendingGradient = gradient;
  }

  @Override
  public void preUpdate(SameDiff graph, At at, Variable variable, INDArray update) {
    updaters.put(variable.getName(), pending);
    gradients.put(variable.getName(), pendingGradient);
  }

  @Override
  public void iterationDone(SameDiff graph, At at, MultiDataSet data, Loss loss) {
    if (stepper == null) {
      start(graph);
    }
    if (!gradients.keySet().equals(updaters.keySet())) {
      throw new IllegalStateException(
          "iteration %d has gradients of %s, those before of %s"
              .formatted(at.iteration(), gradients.keySet(), updaters.keySet()));
    }
    OptimizerState state = stepper.state();
    int offset = 0;
    for (String name : names) {
      double[] gradient = gradients.get(name);
      System.arraycopy(gradient, 0, stepper.gradient(), offset, gradient.length);
      readChanges(array(graph, name), state.x(), offset);
      offset += gradient.length;
    }
    double value =
        updater.rule().needsLoss() ? loss(graph, at, data, loss.lossNames()) : Double.NaN;
    stepper.step(updater.multiplier(state.step()), value);
    write(graph, state.x());
    updaters.values().forEach(RuleGradientUpdater::stepped);
    gradients.clear();
  }

  /** From the variables as they are, or from the state that a saved graph came with. */
  private void start(SameDiff graph) {
    names = new ArrayList<>(updaters.keySet());
    UpdateRule rule = updater.rule();
    double[][] saved = new double[names.size()][];
    int total = 0, restored = 0;
    for (int i = 0; i < saved.length; i++) {
      saved[i] = updaters.get(names.get(i)).restored();
      restored += saved[i] == null ? 0 : 1;
      total += gradients.get(names.get(i)).length;
    }
    if (restored != 0 && restored != saved.length) {
      throw new IllegalStateException(
          "%d of %d variables come with a saved state; the graph has changed since"
              .formatted(restored, saved.length));
    }
    OptimizerState state;
    if (restored > 0) {
      state = RuleState.of(rule, saved);
    } else {
      double[] x = new double[total];
      int offset = 0;
      for (String name : names) {
        NativeArrays.add(1, array(graph, name), x, offset);
        offset += gradients.get(name).length;
      }
      state = OptimizerState.start(rule, x);
    }
    stepper = new Stepper(rule, state);
    int offset = 0;
    for (String name : names) {
      int length = gradients.get(name).length;
      updaters.get(name).share(state, offset, length);
      offset += length;
    }
  }

  /** ND4J computes the loss only where some gradient needs its value. */
  private double loss(SameDiff graph, At at, MultiDataSet data, List<String> names) {
    Map<String, INDArray> inputs = new HashMap<>();
    put(graph.getTrainingConfig().getDataSetFeatureMapping(), data.getFeatures(), inputs);
    put(graph.getTrainingConfig().getDataSetLabelMapping(), data.getLabels(), inputs);
    List<String> losses = names.stream().filter(graph::hasVariable).toList();
    double sum = 0;
    try (TaskMemory memory = new TaskMemory()) {
      InferenceSession session = new InferenceSession(graph);
      session.setMmgr(memory);
      Map<String, INDArray> values = session.output(losses, inputs, null, null, null, at);
      for (INDArray value : values.values()) {
        for (double part : NativeArrays.toJava(value)) {
          sum += part;
        }
      }
    }
    return sum + penalty(graph, at);
  }

  private static void put(
      List<String> placeholders, INDArray[] arrays, Map<String, INDArray> inputs) {
    for (int i = 0; placeholders != null && i < placeholders.size(); i++) {
      inputs.put(placeholders.get(i), arrays[i]);
    }
  }

  private double penalty(SameDiff graph, At at) {
    double sum = 0;
    if (graph.getTrainingConfig().getRegularization() != null) {
      for (Regularization r : graph.getTrainingConfig().getRegularization()) {
        for (String name : names) {
          sum += r.score(array(graph, name), at.iteration(), at.epoch());
        }
      }
    }
    return sum;
  }

  /** Someone may have set a variable since; where it is but rounded, the exact number stays. */
  private static void readChanges(INDArray array, double[] x, int offset) {
    double[] values = NativeArrays.toJava(array);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != x[offset + i] && values[i] != (float) x[offset + i]) {
        x[offset + i] = values[i];
      }
    }
  }

  private void write(SameDiff graph, double[] x) {
    int offset = 0;
    for (String name : names) {
      INDArray array = array(graph, name);
      NativeArrays.assign(x, offset, array);
      offset += (int) array.length();
    }
  }

  /**
   * Gives the variables the weights that serve as the model, where a rule (such as those of
   * Schedule-Free) takes gradients elsewhere. For the end of training.
   *
   * @throws IllegalStateException before the first step
   */
  public void writeModel(SameDiff graph) {
    if (stepper == null) {
      throw new IllegalStateException("there is no model before the first step");
    }
    double[] model = new double[stepper.state().x().length];
    stepper.model(model);
    write(graph, model);
  }

  private static INDArray array(SameDiff graph, String name) {
    return graph.getVariable(name).getArr();
  }
}
