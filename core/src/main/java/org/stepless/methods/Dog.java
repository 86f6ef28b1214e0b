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
    return DogStep.LAYOUT;
  }

  @Override
  public int[] reductions() {
    return DogStep.REDUCTIONS;
  }

  @Override
  public void initialize(Block b) {
    DogStep.initialize(b);
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[DogStep.ETA] = multiplier; // eta itself needs the sums: see resolve
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    DogStep.measure(b, b.from(), b.to(), weightDecay, sums, 0);
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    double r = DogStep.grow(scalars, 0, sums, 0, initialDistance);
    DogStep.weigh(scalars, 0, r);
    scalars[DogStep.GRADIENT_SUM] += sums[DogStep.G_SQ];
    scalars[DogStep.ETA] *= r / Math.sqrt(scalars[DogStep.GRADIENT_SUM] + eps);
  }

  @Override
  public void apply(Block b, double[] scalars) {
    DogStep.apply(b, b.from(), b.to(), weightDecay, scalars, 0);
  }

  @Override
  public void model(Block b, double[] scalars, double[] out) {
    DogStep.model(b, out);
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[DogStep.ETA];
  }
}
