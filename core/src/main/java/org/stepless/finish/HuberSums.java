package org.stepless.finish;

import java.util.Arrays;
import org.stepless.data.RowBlock;
import org.stepless.losses.Objective;
import org.stepless.losses.Workspace;
import org.stepless.models.ScaledHuber;
import org.stepless.training.Problem;

/**
 * The sums of a block for Huber's regression with its scale. With error e, z = e / sigma and sigma
 * a function of the last coordinate s, a row within epsilon has by (margin, s) the Hessian
 *
 * <pre>u u' / sigma,   u = (1, -z sigma'(s)),</pre>
 *
 * others have 0; and by s alone all rows together have sigma''(s) d loss / d sigma more.
 */
final class HuberSums implements RowSums {
  private static final int TILE_ROWS = 64;

  private final Problem problem;
  private final ScaledHuber huber;
  private final Objective linear;
  private final RowBlock block;
  private final Workspace workspace;
  private final double[] margins = new double[TILE_ROWS];
  private final double[] errors = new double[TILE_ROWS]; // in units of sigma
  private final double[] factors = new double[TILE_ROWS];

  HuberSums(Problem problem, RowBlock block) {
    this.problem = problem;
    this.block = block;
    huber = (ScaledHuber) problem.objective();
    linear = huber.linear();
    workspace = huber.workspace();
  }

  @Override
  public double[] evaluate(double[] point, boolean hessian) {
    int n = point.length, rows = block.rows();
    double[] model = problem.model(point, problem.modelBuffer()), gradient = new double[n];
    double[] sums = new double[RowSums.length(n, hessian)];
    sums[0] = huber.addLossAndGradient(block, null, 0, rows, model, gradient, workspace);
    problem.coordinates().toPointGradient(gradient);
    System.arraycopy(gradient, 0, sums, 1, n);
    if (!hessian) {
      return sums;
    }
    boolean intercept = linear.fitIntercept();
    Gram gram = new Gram(block, problem.coordinates(), 1, intercept, true, TILE_ROWS);
    double slope = huber.scaleSlope(model), byScale = 0;
    for (int start = 0; start < rows; start += TILE_ROWS) {
      int end = Math.min(rows, start + TILE_ROWS);
      byScale += curvatures(start, end, model);
      for (int r = 0; r < end - start; r++) {
        errors[r] *= -slope;
      }
      gram.add(start, end, factors, errors);
    }
    gram.writeHessian(1, sums, 1 + n);
    sums[sums.length - 1] += byScale * huber.scaleCurvature(model);
    return sums;
  }

  @Override
  public double[] blocks(double[] point) {
    int n = point.length;
    return Arrays.copyOfRange(evaluate(point, true), 1 + n, RowSums.length(n, true));
  }

  /**
   * Fills errors and factors of some rows.
   *
   * @return the derivative of their loss by sigma
   */
  private double curvatures(int start, int end, double[] model) {
    double sigma = huber.scale(model), epsilon = huber.epsilon(), byScale = 0;
    linear.margins(block, null, start, end, model, margins);
    for (int r = start; r < end; r++) {
      double weight = block.weight(r), z = (margins[r - start] - block.label(r)) / sigma;
      double clipped = Math.max(-epsilon, Math.min(epsilon, z));
      byScale += weight * 0.5 * (1 - clipped * clipped);
      errors[r - start] = clipped;
      factors[r - start] = clipped == z ? weight / sigma : 0;
    }
    return byScale;
  }

  @Override
  public double[] times(double[] point, double[] direction) {
    int last = point.length - 1;
    double[] model = problem.model(point, problem.modelBuffer());
    double[] change = problem.model(direction, problem.modelBuffer());
    double[] product = new double[point.length];
    double slope = huber.scaleSlope(model), byIntercept = 0, byScale = 0, own = 0;
    for (int start = 0; start < block.rows(); start += TILE_ROWS) {
      int end = Math.min(block.rows(), start + TILE_ROWS);
      byScale += curvatures(start, end, model);
      linear.margins(block, null, start, end, change, margins);
      for (int r = 0; r < end - start; r++) {
        double number = -errors[r] * slope;
        margins[r] = factors[r] * (margins[r] + number * change[last]);
        byIntercept += margins[r];
        own += number * margins[r];
      }
      block.addGradient(null, start, end, margins, 1, product);
    }
    if (linear.fitIntercept()) {
      product[linear.columns()] += byIntercept;
    }
    product[last] = own + byScale * huber.scaleCurvature(model) * change[last];
    problem.coordinates().toPointGradient(product);
    return product;
  }
}
