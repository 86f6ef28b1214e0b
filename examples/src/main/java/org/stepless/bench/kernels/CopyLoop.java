package org.stepless.bench.kernels;

import java.util.Arrays;

/** The yardstick of memory-bound work: copying one long array of doubles to another. */
final class CopyLoop {
  private final double[] source;
  private final double[] target;

  /**
   * @param length doubles; for a measure of memory far more than the caches hold
   */
  CopyLoop(int length) {
    source = new double[length];
    target = new double[length];
    Arrays.fill(source, 1.5);
  }

  /** Bytes that a copy must read and write. */
  double bytes() {
    return 2.0 * Double.BYTES * source.length;
  }

  /** Copies by a plain loop. */
  void loop() {
    for (int i = 0; i < source.length; i++) {
      target[i] = source[i];
    }
  }

  /** Copies by the system's own routine, which may bypass the caches. */
  void system() {
    System.arraycopy(source, 0, target, 0, source.length);
  }
}
