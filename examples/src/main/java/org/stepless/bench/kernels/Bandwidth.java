package org.stepless.bench.kernels;

import org.stepless.bench.common.Times;

/**
 * How fast work moves the bytes that it must move, beside the copy loop. Both run in turn, and of
 * both the shortest time counts, so that a busy machine hurts both alike, and least.
 *
 * @param seconds shortest time of the work
 * @param bytes that it must read and write
 * @param copyBytesPerSecond highest rate of the copy loop between the runs of the work
 */
public record Bandwidth(double seconds, double bytes, double copyBytesPerSecond) {

  /**
   * Measures work that the compiler has seen before, see {@link #warmUp}.
   *
   * @param repeat runs of copy loop and work in turn, after one that does not count
   */
  static Bandwidth of(CopyLoop copy, int repeat, double bytes, Runnable work) {
    Times times = new Times(), copies = new Times();
    for (int i = 0; i <= repeat; i++) {
      if (i == 1) {
        times.clear();
        copies.clear();
      }
      copies.time(copy::loop);
      times.time(work);
    }
    return new Bandwidth(times.shortest() * 1e-3, bytes, copy.bytes() / (copies.shortest() * 1e-3));
  }

  /** Repeats work for so long that the compiler, which works beside it, has done its best. */
  static void warmUp(double seconds, Runnable work) {
    long start = System.nanoTime();
    do {
      work.run();
    } while (System.nanoTime() - start < seconds * 1e9);
  }

  /** Bytes a second. */
  public double rate() {
    return bytes / seconds;
  }

  /** Share of the copy loop's rate; 1 is as fast as copying. */
  public double share() {
    return rate() / copyBytesPerSecond;
  }
}
