package org.stepless.finish;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.stepless.training.Problem;

/**
 * The objective as a function of the point: mean loss with penalty. Counts passes over the rows.
 */
final class PointFunction {
  /**
   * The function at a point.
   *
   * @param hessian lower triangle; null if not asked for
   * @param norm Euclidean norm of the gradient
   */
  record Evaluation(
      double[] point, double value, double[] gradient, double[] hessian, double norm) {
    /** Whether all that was asked for is finite. */
    boolean finite() {
      return Double.isFinite(value) && Double.isFinite(norm);
    }
  }

  private final Problem problem;
  private final RowSums rows;
  private final double weightSum;
  private int passes;
  private Consumer<Evaluation> follower = at -> {};

  PointFunction(Problem problem, RowSums rows, double weightSum) {
    this.problem = problem;
    this.rows = rows;
    this.weightSum = weightSum;
  }

  Evaluation at(double[] point, boolean withHessian) {
    double[] sums = counted().evaluate(point, withHessian);
    int n = point.length;
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= weightSum;
    }
    double[] gradient = Arrays.copyOfRange(sums, 1, 1 + n), penalty = new double[n];
    double value = sums[0] + addPenaltyGradient(point, penalty);
    Vectors.add(1, penalty, gradient);
    double[] hessian = null;
    if (withHessian) {
      hessian = Arrays.copyOfRange(sums, 1 + n, sums.length);
      double[] diagonal = penaltyCurvature(n);
      for (int i = 0; i < n; i++) {
        hessian[Packed.row(i) + i] += diagonal[i];
      }
    }
    return new Evaluation(point, value, gradient, hessian, Vectors.norm(gradient));
  }

  /**
   * The Hessian's blocks of one output each at a point.
   *
   * @return lower triangles
   */
  double[][] blocks(double[] point, int outputs) {
    double[] sums = counted().blocks(point), penalty = penaltyCurvature(point.length);
    int n = point.length / outputs, length = Packed.length(n);
    double[][] blocks = new double[outputs][length];
    for (int k = 0; k < outputs; k++) {
      for (int e = 0; e < length; e++) {
        blocks[k][e] = sums[k * length + e] / weightSum;
      }
      for (int i = 0; i < n; i++) {
        blocks[k][Packed.row(i) + i] += penalty[i * outputs + k];
      }
    }
    return blocks;
  }

  /** The diagonal of the penalty's Hessian. */
  private double[] penaltyCurvature(int n) {
    double[] ones = new double[n], diagonal = new double[n];
    Arrays.fill(ones, 1);
    addPenaltyGradient(ones, diagonal);
    return diagonal;
  }

  /** The product of the Hessian at a point with a direction. */
  double[] times(double[] point, double[] direction) {
    double[] product = counted().times(point, direction);
    for (int i = 0; i < product.length; i++) {
      product[i] /= weightSum;
    }
    addPenaltyGradient(direction, product); // linear: its own derivative
    return product;
  }

  /** Adds the penalty's gradient by the point; returns the penalty. */
  private double addPenaltyGradient(double[] point, double[] gradient) {
    double[] byModel = new double[point.length];
    double penalty =
        problem
            .objective()
            .addPenaltyGradient(problem.model(point, problem.modelBuffer()), byModel);
    if (penalty != 0) {
      problem.coordinates().toPointGradient(byModel);
      Vectors.add(1, byModel, gradient);
    }
    return penalty;
  }

  private RowSums counted() {
    if (Thread.currentThread().isInterrupted()) { // on the driver no job could be cancelled instead
      throw new CancellationException("training was interrupted");
    }
    passes++;
    return rows;
  }

  int passes() {
    return passes;
  }

  /** Sets who hears of the points that a method goes to. */
  void follow(Consumer<Evaluation> value) {
    follower = value;
  }

  /** Called by methods for every point they go to. */
  void accepted(Evaluation at) {
    follower.accept(at);
  }
}
