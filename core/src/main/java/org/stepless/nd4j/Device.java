package org.stepless.nd4j;

import java.util.Locale;

/** On what ND4J is asked to compute. */
public enum Device {
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
    for (Device device : values()) {
      if (device.text().equals(text)) {
        return device;
      }
    }
    throw new IllegalArgumentException(
        "device must be one of auto, cpu, gpu, was '%s'".formatted(text));
  }

  /** The name in params and on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
