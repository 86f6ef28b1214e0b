package org.stepless.losses;

/**
 * Scratch of one objective for one thread, so that nothing is allocated per batch. An objective
 * that needs more than margins extends it.
 */
public class Workspace {
  final double[] margins;
  double seen; // of rows read ahead: without a use the reads would be optimised away

  /**
   * @param values margins that fit; 0 for an objective that keeps none
   */
  public Workspace(int values) {
    margins = new double[values];
  }
}
