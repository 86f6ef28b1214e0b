package org.stepless.bench.common;

import java.util.Arrays;

/** Durations of one kind of event in milliseconds. */
public final class Times {
  private double[] milliseconds = new double[64];
  private int size;
  private long mark = -1;

  /** Adds a duration. */
  public void add(double duration) {
    if (size == milliseconds.length) {
      milliseconds = Arrays.copyOf(milliseconds, 2 * size);
    }
    milliseconds[size++] = duration;
  }

  /** Adds how long the work takes. */
  public void time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    add((System.nanoTime() - start) * 1e-6);
  }

  /** Adds the time since the last tick; the first tick, and the first after a rest, only starts. */
  public void tick() {
    long now = System.nanoTime();
    if (mark >= 0) {
      add((now - mark) * 1e-6);
    }
    mark = now;
  }

  /** What happens before the next tick does not count. */
  public void rest() {
    mark = -1;
  }

  /** Forgets all durations. */
  public void clear() {
    size = 0;
    rest();
  }

  public int size() {
    return size;
  }

  /** The shortest; infinite of no durations. */
  public double shortest() {
    return Arrays.stream(milliseconds, 0, size).min().orElse(Double.POSITIVE_INFINITY);
  }

  /** The median; NaN of no durations. */
  public double median() {
    double[] sorted = Arrays.copyOf(milliseconds, size);
    Arrays.sort(sorted);
    return size == 0 ? Double.NaN : 0.5 * (sorted[(size - 1) / 2] + sorted[size / 2]);
  }
}
