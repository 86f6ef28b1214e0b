package org.stepless.plan;

/**
 * What a plan needs to know of the rows and of the machines that train on them.
 *
 * @param rows number of rows, at least 1
 * @param largestPartition rows of the partition that has the most
 * @param columns features of a row
 * @param storedValues values that the blocks hold: all of a dense block, the non-zeros of a sparse
 * @param bytes that the blocks take in memory
 * @param onDriver whether the driver has the rows already, because they are few
 * @param taskHeap bytes of heap where a task runs
 * @param driverHeap bytes of the driver's heap
 */
public record DataFacts(
    long rows,
    int largestPartition,
    int columns,
    long storedValues,
    long bytes,
    boolean onDriver,
    long taskHeap,
    long driverHeap) {
  /** What one block can hold, which keeps its values in one array. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Blocks may take this share of a heap: they are held once, and copied once to join. */
  private static final double MEMORY_SHARE = 0.3;

  /** Bytes that rows may take in one task. */
  double taskRoom() {
    return MEMORY_SHARE * taskHeap;
  }

  /** Bytes that rows may take on the driver. */
  double driverRoom() {
    return MEMORY_SHARE * driverHeap;
  }

  /** Whether all rows can be one block of a task. */
  boolean fitTask() {
    return bytes <= taskRoom() && rows <= LARGEST_ARRAY && storedValues <= LARGEST_ARRAY;
  }

  /** Whether all rows can be one block on the driver. */
  boolean fitDriver() {
    return bytes <= driverRoom() && storedValues <= LARGEST_ARRAY;
  }

  /** Stored values of a row, on average. */
  double valuesPerRow() {
    return storedValues / (double) rows;
  }
}
