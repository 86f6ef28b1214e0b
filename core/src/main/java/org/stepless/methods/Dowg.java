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
  public Dowg() {
    this(1e-6, 0);
  }

  public Dowg {
    Check.positive("initialDistance", initialDistance);
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
    DogStep.weigh(scalars, 0, r * r);
    scalars[DogStep.GRADIENT_SUM] += r * r * sums[DogStep.G_SQ];
    double root = Math.sqrt(scalars[DogStep.GRADIENT_SUM]);
    scalars[DogStep.ETA] = root > 0 ? scalars[DogStep.ETA] * r * r / root : 0;
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
