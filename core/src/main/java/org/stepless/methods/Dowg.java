package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * DoWG: DoG with squared gradients weighted by the distance travelled; no learning rate.
 *
 * <pre>
 * r = max(r, |x - x0|), at least initialDistance (1 + |x0|)
 * v = v + r^2 |g|^2,  eta = m_k r^2 / sqrt(v)
 * average = sum r_k^2 x_k / sum r_k^2,  x = x - eta g
 * </pre>
 *
 * The model is the average. While v is 0, x stays where it is. State: 2 vectors (x0, average), 5
 * scalars. One round of 3 sums per step.
 *
 * <p>Source: Khaled, Mishchenko and Jin, "DoWG Unleashed: An Efficient Universal Parameter-Free
 * Gradient Descent Method", NeurIPS 2023, arXiv:2305.16284, Algorithm 1.
 *
 * @param initialDistance first value of r, relative to 1 + |x0|; positive, default 1e-6
 * @param weightDecay coupled decay; at least 0, default 0
 */
public record Dowg(double initialDistance, double weightDecay) implements UpdateRule {
  private static final int X0 = 0, AVERAGE = 1;
  private static final int DISTANCE = 0, GRADIENT_SUM = 1, WEIGHT_SUM = 2, ETA = 3, SHARE = 4;
  private static final int DISTANCE_SQ = 0, X0_SQ = 1, G_SQ = 2;
  private static final int[] REDUCTIONS = {3};
  private static final Layout LAYOUT =
      Layout.vectors("x0", "average")
          .maximal("distance")
          .averaged("gradientSum", "weightSum", "eta", "share");

  public Dowg() {
    this(1e-6, 0);
  }

  public Dowg {
    Check.positive("initialDistance", initialDistance);
    Check.notNegative("weightDecay", weightDecay);
  }

  @Override
  public Layout layout() {
    return LAYOUT;
  }

  @Override
  public int[] reductions() {
    return REDUCTIONS;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
    System.arraycopy(b.x(), b.from(), b.vector(AVERAGE), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[ETA] = multiplier; // eta itself needs the sums: see resolve
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0);
    double distanceSq = 0, x0Sq = 0, gSq = 0;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      double moved = x[i] - x0[i];
      distanceSq += moved * moved;
      x0Sq += x0[i] * x0[i];
      gSq += g * g;
    }
    sums[DISTANCE_SQ] += distanceSq;
    sums[X0_SQ] += x0Sq;
    sums[G_SQ] += gSq;
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    double least = initialDistance * (1 + Math.sqrt(sums[X0_SQ]));
    double r = Math.max(Math.max(scalars[DISTANCE], least), Math.sqrt(sums[DISTANCE_SQ]));
    scalars[DISTANCE] = r;
    scalars[GRADIENT_SUM] += r * r * sums[G_SQ];
    scalars[WEIGHT_SUM] += r * r;
    scalars[SHARE] = r * r / scalars[WEIGHT_SUM];
    double root = Math.sqrt(scalars[GRADIENT_SUM]);
    scalars[ETA] = root > 0 ? scalars[ETA] * r * r / root : 0;
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), average = b.vector(AVERAGE);
    double eta = scalars[ETA], share = scalars[SHARE];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      average[i] += share * (x[i] - average[i]);
      x[i] -= eta * (gradient[i] + weightDecay * x[i]);
    }
  }

  @Override
  public void model(Block b, double[] scalars, double[] out) {
    System.arraycopy(b.vector(AVERAGE), b.from(), out, b.from(), b.length());
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[ETA];
  }
}
