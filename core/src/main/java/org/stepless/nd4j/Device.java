package org.stepless.nd4j;

import org.stepless.text.Choice;

/** On what ND4J is asked to compute. */
public enum Device implements Choice {
  /** Whatever the backend on the class path offers. */
  AUTO,
  /** The processor; an error where the backend is one for GPUs. */
  CPU,
  /** A GPU; an error where the backend has none, or none that its machine code runs on. */
  GPU;

  /**
   * The device of a text: auto, cpu or gpu.
   *
   * @throws IllegalArgumentException naming the text and what is allowed
   */
  public static Device parse(String text) {
    return Choice.parse(Device.class, "device", text);
  }
}
