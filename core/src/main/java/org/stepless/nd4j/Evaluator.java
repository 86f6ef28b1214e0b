package org.stepless.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One instance of a graph, with which one thread at a time evaluates it. Arrays that an evaluation
 * makes are closed before it returns; only the variables stay.
 */
final class Evaluator implements AutoCloseable {
  private static final String GRADIENT = "grad"; // ND4J's name of the backward graph

  private final SameDiffGraph graph;
  private final SameDiff instance;
  private final TaskMemory memory = new TaskMemory();
  private final InferenceSession forward;
  private InferenceSession backward;
  private String differentiated;
  private final List<SameDiffGraph.Variable> influential = new ArrayList<>();
  private final List<String> gradientNames = new ArrayList<>();

  Evaluator(SameDiffGraph graph) {
    this.graph = graph;
    instance = graph.open();
    instance.setEnableCache(false);
    forward = new InferenceSession(instance);
    forward.setMmgr(memory);
  }

  /** Sets the variables. */
  void setPoint(double[] point) {
    graph.assign(point, instance);
  }

  /** An array for a placeholder, of its type; closed with the evaluation that comes next. */
  INDArray input(String placeholder, double[] values, long[] shape) {
    return memory.keep(
        NativeArrays.of(values, shape, instance.getVariable(placeholder).dataType()));
  }

  /**
   * The sum of the entries of a loss variable.
   *
   * @param gradient its gradient times {@code factor} is added to
   */
  double addGradient(String loss, Map<String, INDArray> inputs, double factor, double[] gradient) {
    try {
      differentiate(loss);
      Map<String, INDArray> results =
          backward.output(
              gradientNames, inputs, null, null, null, At.defaultAt(Operation.TRAINING));
      for (int v = 0; v < influential.size(); v++) {
        NativeArrays.add(
            factor, results.get(gradientNames.get(v)), gradient, influential.get(v).offset());
      }
      return sum(results.get(gradientNames.get(influential.size())));
    } finally {
      memory.close();
    }
  }

  /** The sum of the entries of a loss variable. */
  double loss(String loss, Map<String, INDArray> inputs) {
    try {
      return sum(evaluate(loss, inputs));
    } finally {
      memory.close();
    }
  }

  /** The entries of a variable, row-major. */
  double[] output(String name, Map<String, INDArray> inputs) {
    try {
      return NativeArrays.toJava(evaluate(name, inputs));
    } finally {
      memory.close();
    }
  }

  private INDArray evaluate(String name, Map<String, INDArray> inputs) {
    return forward
        .output(List.of(name), inputs, null, null, null, At.defaultAt(Operation.INFERENCE))
        .get(name);
  }

  private static double sum(INDArray loss) {
    double sum = 0;
    for (double value : NativeArrays.toJava(loss)) {
      sum += value;
    }
    return sum;
  }

  private void differentiate(String loss) {
    if (loss.equals(differentiated)) {
      return;
    }
    // ND4J's own gradient of a loss that is no scalar fails in some operations.
    String total = instance.getVariable(loss).sum().name();
    instance.setLossVariables(total);
    instance.createGradFunction();
    SameDiff gradients = instance.getFunction(GRADIENT);
    gradients.setEnableCache(false);
    backward = new InferenceSession(gradients);
    backward.setMmgr(memory);
    influential.clear();
    gradientNames.clear();
    for (SameDiffGraph.Variable variable : graph.variables()) {
      SDVariable gradient = instance.getVariable(variable.name()).getGradient();
      if (gradient != null) { // none where the loss does not depend on the variable
        influential.add(variable);
        gradientNames.add(gradient.name());
      }
    }
    gradientNames.add(total);
    differentiated = loss;
  }

  @Override
  public void close() {
    memory.close();
    for (SDVariable variable : instance.variables()) {
      switch (variable.getVariableType()) {
        case VARIABLE, CONSTANT -> close(variable.getArr());
        default -> {} // made and closed by evaluations
      }
    }
  }

  private static void close(INDArray array) {
    if (array != null && array.closeable()) {
      array.close();
    }
  }
}
