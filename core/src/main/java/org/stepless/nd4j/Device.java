package org.stepless.nd4j;

import java.util.Locale;

/** On what ND4J is asked to compute. */
public enum Device {
  /** Whatever the backend on the class path offers. */
  AUTO,
  CPU,
  GPU;

  /** The device of a text: auto, cpu or gpu. */
  public static Device parse(String text) {
    for (Device device : values()) {
      if (device.text().equals(text)) {
        return device;
      }
    }
    throw new IllegalArgumentException(
        "device must be one of auto, cpu, gpu, was '%s'".formatted(text));
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
