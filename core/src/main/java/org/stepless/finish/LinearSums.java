package org.stepless.finish;

import java.util.Arrays;
import org.stepless.data.RowBlock;
import org.stepless.losses.CurvedLoss;
import org.stepless.losses.Likelihood;
import org.stepless.losses.Objective;
import org.stepless.training.Problem;

/** The sums of a block for a linear model whose loss is curved. */
final class LinearSums implements RowSums {
  private static final int MOST_TILE_ROWS = 64, LEAST_TILE_ROWS = 4;

  /** The matrices of a tile's rows are read again and again: so many numbers stay in the cache. */
  private static final int TILE_NUMBERS = 1 << 12;

  /** So many curvatures are kept from product to product; more are computed anew each time. */
  private static final long MOST_KEPT = 1 << 24;

  private final Problem problem;
  private final Objective objective;
  private final CurvedLoss loss;
  private final RowBlock block;
  private final int outputs;
  private final int pairs; // of outputs
  private final int tileRows;
  private final double[] margins;
  private final double[] curvatures;
  private double[] kept; // curvatures of all rows at the point; null before they are needed
  private double[] keptPoint;

  LinearSums(Problem problem, Objective objective, RowBlock block) {
    this.problem = problem;
    this.objective = objective;
    this.block = block;
    loss = (CurvedLoss) objective.loss();
    outputs = loss.outputs();
    pairs = outputs * (outputs + 1) / 2;
    int fitting = TILE_NUMBERS / pairs / LEAST_TILE_ROWS * LEAST_TILE_ROWS;
    tileRows =
        pairs <= block.columns()
            ? MOST_TILE_ROWS
            : Math.max(LEAST_TILE_ROWS, Math.min(MOST_TILE_ROWS, fitting));
    margins = new double[tileRows * outputs];
    curvatures = new double[tileRows * outputs];
  }

  @Override
  public double[] evaluate(double[] point, boolean hessian) {
    int n = point.length;
    double[] model = problem.model(point, problem.modelBuffer());
    double[] sums = new double[RowSums.length(n, hessian)], gradient = new double[n];
    double[] triangles = new double[hessian ? tileRows * pairs : 0], one = new double[pairs];
    Gram gram = hessian ? gram(pairs) : null;
    for (int start = 0; start < block.rows(); start += tileRows) {
      int end = Math.min(block.rows(), start + tileRows), used = (end - start) * outputs;
      objective.margins(block, null, start, end, model, margins);
      if (hessian) {
        System.arraycopy(margins, 0, curvatures, 0, used);
        loss.curvatures(block, start, end, curvatures);
        for (int r = 0; r < end - start; r++) {
          loss.matrix(curvatures, r * outputs, one);
          System.arraycopy(one, 0, triangles, r * pairs, pairs);
        }
        gram.add(start, end, triangles, null);
      }
      sums[0] += loss.evaluate(block, null, start, end, margins);
      addGradient(start, end, gradient);
    }
    problem.coordinates().toPointGradient(gradient);
    System.arraycopy(gradient, 0, sums, 1, n);
    if (hessian) {
      gram.writeHessian(outputs, sums, 1 + n);
    }
    return sums;
  }

  @Override
  public double[] blocks(double[] point) {
    double[] model = problem.model(point, problem.modelBuffer());
    Gram gram = gram(outputs);
    for (int start = 0; start < block.rows(); start += tileRows) {
      int end = Math.min(block.rows(), start + tileRows);
      objective.margins(block, null, start, end, model, margins);
      loss.curvatures(block, start, end, margins);
      for (int r = 0; r < end - start; r++) {
        loss.diagonal(margins, r * outputs, curvatures, r * outputs);
      }
      gram.add(start, end, curvatures, null);
    }
    double[] blocks = new double[RowSums.blocksLength(point.length, outputs)];
    gram.writeBlocks(blocks);
    return blocks;
  }

  /**
   * @param factors of a row
   */
  private Gram gram(int factors) {
    return new Gram(
        block, problem.coordinates(), factors, objective.fitIntercept(), false, tileRows);
  }

  @Override
  public double information(double[] point) {
    double[] model = problem.model(point, problem.modelBuffer());
    double sum = 0;
    for (int start = 0; start < block.rows(); start += tileRows) {
      int end = Math.min(block.rows(), start + tileRows);
      objective.margins(block, null, start, end, model, margins);
      sum += ((Likelihood) loss).informationSum(block, start, end, margins);
    }
    return sum;
  }

  @Override
  public double[] times(double[] point, double[] direction) {
    double[] model = problem.model(point, problem.modelBuffer());
    double[] change = problem.model(direction, problem.modelBuffer());
    double[] product = new double[point.length];
    keep(point, model);
    for (int start = 0; start < block.rows(); start += tileRows) {
      int end = Math.min(block.rows(), start + tileRows);
      objective.margins(block, null, start, end, change, margins);
      if (kept != null) {
        loss.times(kept, start * outputs, end - start, margins);
      } else {
        objective.margins(block, null, start, end, model, curvatures);
        loss.curvatures(block, start, end, curvatures);
        loss.times(curvatures, 0, end - start, margins);
      }
      addGradient(start, end, product);
    }
    problem.coordinates().toPointGradient(product);
    return product;
  }

  private void keep(double[] point, double[] model) {
    if ((long) block.rows() * outputs > MOST_KEPT || Arrays.equals(point, keptPoint)) {
      return;
    }
    if (kept == null) {
      kept = new double[block.rows() * outputs];
    }
    keptPoint = point.clone();
    for (int start = 0; start < block.rows(); start += tileRows) {
      int end = Math.min(block.rows(), start + tileRows);
      objective.margins(block, null, start, end, model, curvatures);
      loss.curvatures(block, start, end, curvatures);
      System.arraycopy(curvatures, 0, kept, start * outputs, (end - start) * outputs);
    }
  }

  private void addGradient(int start, int end, double[] gradient) {
    block.addGradient(null, start, end, margins, outputs, gradient);
    if (objective.fitIntercept()) {
      int at = objective.columns() * outputs;
      for (int m = 0, used = (end - start) * outputs; m < used; m += outputs) {
        for (int k = 0; k < outputs; k++) {
          gradient[at + k] += margins[m + k];
        }
      }
    }
  }
}
