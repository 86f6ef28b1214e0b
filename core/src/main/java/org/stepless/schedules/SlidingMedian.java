package org.stepless.schedules;

import java.util.Arrays;

/**
 * The median of a window of values that come from a known set: a tree of counts over the sorted set
 * (Fenwick 1994), O(log n) for each value that enters or leaves and for each median.
 */
final class SlidingMedian {
  private final double[] sorted;
  private final int[] counts;
  private final int highestBit;
  private int size;

  /** A median of values that all occur in {@code values}; none is NaN. */
  SlidingMedian(double[] values) {
    sorted = values.clone();
    Arrays.sort(sorted);
    counts = new int[sorted.length + 1];
    highestBit = Integer.highestOneBit(sorted.length);
  }

  void add(double value) {
    count(value, 1);
  }

  void remove(double value) {
    count(value, -1);
  }

  private void count(double value, int change) {
    // Equal values share whichever of their places the search finds: always the same one.
    for (int i = Arrays.binarySearch(sorted, value) + 1; i < counts.length; i += i & -i) {
      counts[i] += change;
    }
    size += change;
  }

  /** The middle value; the number of values in the window must be odd. */
  double median() {
    int below = size / 2;
    int at = 0;
    for (int bit = highestBit; bit > 0; bit >>= 1) {
      if (at + bit < counts.length && counts[at + bit] <= below) {
        at += bit;
        below -= counts[at];
      }
    }
    return sorted[at];
  }
}
