package org.stepless.nd4j;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;

/**
 * A rule on one variable of ND4J's. Alone it steps on the way that the variable has gone, which is
 * all it knows of it; under a {@link RuleListener} it hands the gradient over and changes nothing.
 *
 * <p>The state is kept in double, whatever the variable's type, and copied to the array that ND4J
 * gives for it.
 */
final class RuleGradientUpdater implements GradientUpdater<Nd4jRuleUpdater> {
  private static final String STATE = "state";

  private final Nd4jRuleUpdater config;
  private INDArray view;
  private Stepper alone;
  private double[] restored;
  private OptimizerState shared;
  private int offset;
  private int length;

  RuleGradientUpdater(Nd4jRuleUpdater config) {
    this.config = config;
  }

  @Override
  public Nd4jRuleUpdater getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialize) {
    if (!stateMap.keySet().equals(java.util.Set.of(STATE))) {
      throw new IllegalStateException(
          "saved state of updater %s must hold '%s' alone, has %s"
              .formatted(config, STATE, stateMap.keySet()));
    }
    restore(NativeArrays.toJava(stateMap.get(STATE)), initialize);
  }

  @Override
  public Map<String, INDArray> getState() {
    double[] row = row();
    return Map.of(STATE, NativeArrays.of(row, new long[] {1, row.length}, DataType.DOUBLE));
  }

  private double[] row() {
    if (shared != null) {
      return RuleState.row(shared, offset, length);
    }
    OptimizerState state = alone.state();
    return RuleState.row(state, 0, state.x().length);
  }

  @Override
  public void setStateViewArray(
      INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
    view = viewArray;
    restore(NativeArrays.toJava(viewArray), initialize);
    if (initialize) {
      copyToView();
    }
  }

  private void restore(double[] row, boolean initialize) {
    int n = (int) RuleState.coordinates(config.rule(), row.length);
    restored = initialize || row[row.length - 1] == 0 ? null : row;
    alone =
        new Stepper(
            config.rule(),
            restored == null
                ? OptimizerState.start(config.rule(), new double[n])
                : RuleState.of(config.rule(), row));
  }

  private void copyToView() {
    if (view != null) {
      double[] row = row();
      INDArray source = NativeArrays.of(row, new long[] {row.length}, view.dataType());
      view.assign(source.reshape(view.shape()));
      source.close();
    }
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    if (config.listener() != null) {
      config.listener().take(this, NativeArrays.toJava(gradient));
      gradient.assign(0);
      return;
    }
    config.requireGradientSuffices();
    OptimizerState state = alone.state();
    double[] before = state.x().clone(), update = alone.gradient();
    double[] values = NativeArrays.toJava(gradient);
    System.arraycopy(values, 0, update, 0, values.length);
    alone.step(config.multiplier(state.step()), Double.NaN);
    for (int i = 0; i < before.length; i++) {
      values[i] = before[i] - state.x()[i];
    }
    INDArray source = NativeArrays.of(values, gradient.shape(), gradient.dataType());
    gradient.assign(source);
    source.close();
    copyToView();
  }

  /** The row that was saved; null before the first step. */
  double[] restored() {
    return restored;
  }

  /** From now on its state is that of these coordinates. */
  void share(OptimizerState state, int from, int n) {
    shared = state;
    offset = from;
    length = n;
  }

  /** Tells ND4J's array of a step that was taken with the other variables. */
  void stepped() {
    copyToView();
  }
}
