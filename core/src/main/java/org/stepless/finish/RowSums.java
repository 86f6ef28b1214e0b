package org.stepless.finish;

import org.stepless.data.RowBlock;
import org.stepless.losses.Objective;
import org.stepless.models.ScaledHuber;
import org.stepless.training.Problem;

/**
 * Sums over rows of the loss and its derivatives by the point, weighted, without penalty. Sums over
 * all rows are those over their blocks, added up.
 */
public interface RowSums {
  /**
   * Loss, gradient and Hessian at a point, in one pass.
   *
   * @param hessian whether the Hessian is wanted
   * @return the loss; then the gradient; then, if wanted, the lower triangle of the Hessian, row by
   *     row
   */
  double[] evaluate(double[] point, boolean hessian);

  /** The product of the Hessian at a point with a direction, in one pass. */
  double[] times(double[] point, double[] direction);

  /** The sum of the information of a likelihood at a point, in one pass. */
  default double information(double[] point) {
    throw new UnsupportedOperationException("only a likelihood has information");
  }

  /**
   * The Hessian's blocks of one output each at a point, in one pass.
   *
   * @return the lower triangles, one after the other
   */
  double[] blocks(double[] point);

  /**
   * The sums of the rows of a block.
   *
   * @param problem one that {@link Finish#supports}
   */
  static RowSums of(Problem problem, RowBlock rows) {
    return problem.objective() instanceof ScaledHuber
        ? new HuberSums(problem, rows)
        : new LinearSums(problem, (Objective) problem.objective(), rows);
  }

  /** Values that {@link #blocks} gives for so many outputs. */
  static int blocksLength(int dimension, int outputs) {
    return outputs * Packed.length(dimension / outputs);
  }

  /** Values that {@link #evaluate} gives for a point of so many coordinates. */
  static int length(int dimension, boolean hessian) {
    return 1 + dimension + (hessian ? Packed.length(dimension) : 0);
  }
}
