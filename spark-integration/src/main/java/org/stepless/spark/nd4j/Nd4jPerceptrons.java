package org.stepless.spark.nd4j;

import org.stepless.losses.BatchObjective;
import org.stepless.models.Activation;
import org.stepless.nd4j.Device;
import org.stepless.nd4j.Hardware;
import org.stepless.nd4j.Nd4jPerceptron;
import org.stepless.spark.params.PerceptronParams;
import org.stepless.spark.rows.BlockData;

/** Perceptrons whose layers ND4J computes on the executors. */
public final class Nd4jPerceptrons {
  private Nd4jPerceptrons() {}

  /** The loss of the perceptron that the params describe. */
  public static BatchObjective objective(PerceptronParams<?, ?> params, BlockData rows) {
    return new Nd4jPerceptron(
        params.getLayers(),
        Activation.parse(params.getHiddenActivation()),
        params.getRegParam(),
        hardware(params, rows));
  }

  /** What the executors compute with; fails if that is not the device asked for. */
  public static String backend(PerceptronParams<?, ?> params, BlockData rows) {
    return TaskHardware.describe(hardware(params, rows), rows);
  }

  private static Hardware hardware(PerceptronParams<?, ?> params, BlockData rows) {
    return TaskHardware.of(rows.blocks().context().getConf(), Device.parse(params.getDevice()));
  }
}
