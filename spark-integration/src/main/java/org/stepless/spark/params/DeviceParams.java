package org.stepless.spark.params;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.stepless.nd4j.Device;
import org.stepless.text.Choice;

/**
 * The param that says on what ND4J computes.
 *
 * @param <E> the stage
 */
public interface DeviceParams<E> extends Params {

  /** This stage as its own type. */
  E self();

  /** {@code auto} (default), {@code cpu} or {@code gpu}. */
  Param<String> device();

  /** Value of device. */
  default String getDevice() {
    return getOrDefault(device());
  }

  /**
   * Sets device: {@code auto} (default), {@code cpu} or {@code gpu}. Another one than that of the
   * ND4J backend on the executors' class path is an error.
   */
  default E setDevice(String value) {
    set(device(), value);
    return self();
  }

  /** The param object for a stage, with its default. */
  static Param<String> param(Params stage) {
    return ChoiceParam.of(
        stage, "device", "on what ND4J computes: auto, cpu or gpu", Choice.names(Device.class));
  }
}
