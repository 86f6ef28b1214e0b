package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Schedule-Free AdamW: an average of the iterates takes the place of momentum and schedule.
 *
 * <pre>
 * lr_k = lr m_k min(1, (k + 1) / warmupSteps),  lrMax = max(lrMax, lr_k)
 * weight = (k + 1)^r lrMax^weightPower,  c = weight / sum of weights
 * v = beta2 v + (1 - beta2) g^2,  u = g / (sqrt(v / (1 - beta2^(k+1))) + eps) + weightDecay y
 * y = (1 - c) y + c z + lr_k (beta1 (1 - c) - 1) u,  z = z - lr_k u
 * model = y + (1 - 1 / beta1) (z - y)
 * </pre>
 *
 * The point x of the blocks is y, where gradients are taken. State: 2 vectors (z, expAvgSq), 5
 * scalars. No sums.
 *
 * <p>Source: Defazio, Yang, Mehta, Mishchenko, Khaled and Cutkosky, "The Road Less Scheduled",
 * NeurIPS 2024, arXiv:2405.15682, Algorithm 1.
 *
 * @param lr learning rate; positive, default 0.0025
 * @param beta1 weight of the average in y; in (0, 1], default 0.9
 * @param beta2 decay of the squared gradient average; in [0, 1), default 0.999
 * @param eps added to the root; positive, default 1e-8
 * @param weightDecay decay at y; at least 0, default 0
 * @param warmupSteps length of the linear warm-up; at least 0, default 0
 * @param r power of the step number in the weights; finite, default 0
 * @param weightPower power of the largest learning rate in the weights; at least 0, default 2
 */
public record ScheduleFreeAdamW(
    double lr,
    double beta1,
    double beta2,
    double eps,
    double weightDecay,
    int warmupSteps,
    double r,
    double weightPower)
    implements UpdateRule {
  public ScheduleFreeAdamW() {
    this(0.0025, 0.9, 0.999, 1e-8, 0, 0, 0, 2);
  }

  public ScheduleFreeAdamW {
    Check.positive("lr", lr);
    Check.require(beta1 > 0 && beta1 <= 1, "beta1", "in (0, 1]", beta1);
    Check.fraction("beta2", beta2);
    Check.positive("eps", eps);
    Check.notNegative("weightDecay", weightDecay);
    Check.atLeast("warmupSteps", warmupSteps, 0);
    Check.finite("r", r);
    Check.notNegative("weightPower", weightPower);
  }

  @Override
  public Layout layout() {
    return ScheduleFree.ADAM_LAYOUT;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(ScheduleFree.Z), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    double now = lr * multiplier * ScheduleFree.warmup(step, warmupSteps);
    ScheduleFree.begin(scalars, step, now, r, weightPower);
    scalars[ScheduleFree.ROOT_FACTOR] = 1 / Math.sqrt(1 - Math.pow(beta2, step + 1));
  }

  @Override
  public void apply(Block b, double[] scalars) {
    ScheduleFree.applyAdam(b, scalars, beta1, beta2, eps, weightDecay);
  }

  @Override
  public void model(Block b, double[] scalars, double[] out) {
    ScheduleFree.average(b, beta1, out);
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[ScheduleFree.LR];
  }
}
