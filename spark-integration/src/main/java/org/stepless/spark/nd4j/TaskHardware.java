package org.stepless.spark.nd4j;

import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.stepless.nd4j.Backend;
import org.stepless.nd4j.Device;
import org.stepless.nd4j.Hardware;
import org.stepless.spark.rows.BlockData;

/** What Spark gives a task: its share of the cores, and its GPU. */
final class TaskHardware {
  private static final String GPU = "gpu"; // Spark's name of the resource

  private TaskHardware() {}

  /** The hardware of tasks with this configuration. */
  static Hardware of(SparkConf conf, Device device) {
    return new Hardware(device, conf.getInt("spark.task.cpus", 1), TaskHardware::gpu);
  }

  /**
   * What the executors that hold these rows compute with, for a summary.
   *
   * @throws org.apache.spark.SparkException if that is not the device asked for, saying what to do
   */
  static String describe(Hardware hardware, BlockData rows) {
    return rows.blocks().map(block -> Backend.open(hardware).describe(hardware)).collect().stream()
        .distinct()
        .sorted()
        .collect(Collectors.joining("; "));
  }

  /** The GPU that Spark assigned to the task that asks; any where it assigns none. */
  private static int gpu() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpus = task == null ? null : task.resourcesJMap().get(GPU);
    if (gpus == null || gpus.addresses().length == 0) {
      return Hardware.GpuNumber.ANY;
    }
    return number(gpus.addresses()[0]);
  }

  /**
   * @param address as the discovery script printed it
   */
  static int number(String address) {
    try {
      return Integer.parseInt(address.strip());
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          ("Spark assigned the GPU with address '%s'; ND4J needs a number from 0, which the script"
                  + " of spark.executor.resource.gpu.discoveryScript must print")
              .formatted(address),
          e);
    }
  }
}
