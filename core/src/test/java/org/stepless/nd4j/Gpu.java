package org.stepless.nd4j;

import org.junit.jupiter.api.Assumptions;

/** The GPU of this machine, for tests that need one. */
final class Gpu {
  static final Hardware HARDWARE = new Hardware(Device.GPU, 0, () -> 0);

  private Gpu() {}

  /** Skips the test where ND4J has no GPU to run on, and says so where nobody can miss it. */
  static void assumePresent() {
    String reason = null;
    try {
      Backend.open(HARDWARE);
    } catch (IllegalStateException e) {
      reason = e.getMessage();
    }
    if (reason != null) {
      String line = "*".repeat(78);
      System.err.printf(
          "%s%nGPU TEST SKIPPED, nothing was tested on a GPU:%n%s%n%s%n", line, reason, line);
    }
    Assumptions.assumeTrue(reason == null, reason);
  }
}
