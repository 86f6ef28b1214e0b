package org.stepless.spark.placement;

import org.stepless.data.RowBlock;

/**
 * The rows of one part of a placement.
 *
 * @param number of the part, from 0; its seed of the rows' order
 * @param rows at least one
 * @param trackers one number per row, which the task may change; empty where none are kept
 */
public record Part(int number, RowBlock rows, double[] trackers) {
  private static final double[] NONE = {};

  Part(int number, RowBlock rows) {
    this(number, rows, NONE);
  }
}
