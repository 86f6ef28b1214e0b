package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * DoG: step = distance travelled / root of summed squared gradients; no learning rate.
 *
 * <pre>
 * r = max(r, |x - x0|), at least initialDistance (1 + |x0|)
 * G = G + |g|^2,  eta = m_k r / sqrt(G + eps)
 * average = sum r_k x_k / sum r_k,  x = x - eta g
 * </pre>
 *
 * The model is the average. State: 2 vectors (x0, average), 5 scalars. One round of 3 sums per
 * step.
 *
 * <p>Source: Ivgi, Hinder and Carmon, "DoG is SGD's Best Friend: A Parameter-Free Dynamic Step Size
 * Schedule", ICML 2023, arXiv:2302.12022.
 *
 * @param initialDistance first value of r, relative to 1 + |x0|; positive, default 1e-6
 * @param eps added under the root; positive, default 1e-8
 * @param weightDecay coupled decay; at least 0, default 0
 */
public record Dog(double initialDistance, double eps, double weightDecay) implements UpdateRule {
  private static final int X0 = 0, AVERAGE = 1;
  private static final int DISTANCE = 0, GRADIENT_SUM = 1, WEIGHT_SUM = 2, ETA = 3, SHARE = 4;
  private static final int DISTANCE_SQ = 0, X0_SQ = 1, G_SQ = 2;
  private static final int[] REDUCTIONS = {3};
  private static final Layout LAYOUT =
      Layout.vectors("x0", "average")
          .maximal("distance")
          .averaged("gradientSum", "weightSum", "eta", "share");

  public Dog() {
    this(1e-6, 1e-8, 0);
  }

  public Dog {
    Check.positive("initialDistance", initialDistance);
    Check.positive("eps", eps);
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
    scalars[GRADIENT_SUM] += sums[G_SQ];
    scalars[WEIGHT_SUM] += r;
    scalars[SHARE] = r / scalars[WEIGHT_SUM];
    scalars[ETA] *= r / Math.sqrt(scalars[GRADIENT_SUM] + eps);
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
