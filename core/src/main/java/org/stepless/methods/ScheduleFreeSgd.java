package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Schedule-Free SGD: an average of the iterates takes the place of a schedule.
 *
 * <pre>
 * lr_k = lr m_k min(1, (k + 1) / warmupSteps),  lrMax = max(lrMax, lr_k)
 * weight = (k + 1)^r lrMax^weightPower,  c = weight / sum of weights,  u = g + weightDecay y
 * y = (1 - c) y + c z + lr_k (momentum (1 - c) - 1) u,  z = z - lr_k u
 * model = y + (1 - 1 / momentum) (z - y)
 * </pre>
 *
 * The point x of the blocks is y, where gradients are taken. State: 1 vector (z), 5 scalars. No
 * sums.
 *
 * <p>Source: Defazio, Yang, Mehta, Mishchenko, Khaled and Cutkosky, "The Road Less Scheduled",
 * NeurIPS 2024, arXiv:2405.15682.
 *
 * @param lr learning rate; positive, default 1
 * @param momentum weight of the average in y; in (0, 1], default 0.9
 * @param weightDecay decay at y; at least 0, default 0
 * @param warmupSteps length of the linear warm-up; at least 0, default 0
 * @param r power of the step number in the weights; finite, default 0
 * @param weightPower power of the largest learning rate in the weights; at least 0, default 2
 */
public record ScheduleFreeSgd(
    double lr, double momentum, double weightDecay, int warmupSteps, double r, double weightPower)
    implements UpdateRule {
  public ScheduleFreeSgd() {
    this(1, 0.9, 0, 0, 0, 2);
  }

  public ScheduleFreeSgd {
    Check.positive("lr", lr);
    Check.require(momentum > 0 && momentum <= 1, "momentum", "in (0, 1]", momentum);
    Check.notNegative("weightDecay", weightDecay);
    Check.atLeast("warmupSteps", warmupSteps, 0);
    Check.finite("r", r);
    Check.notNegative("weightPower", weightPower);
  }

  @Override
  public Layout layout() {
    return ScheduleFree.LAYOUT;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(ScheduleFree.Z), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    double now = lr * multiplier * ScheduleFree.warmup(step, warmupSteps);
    ScheduleFree.begin(scalars, step, now, r, weightPower);
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] y = b.x(), gradient = b.gradient(), z = b.vector(ScheduleFree.Z);
    double now = scalars[ScheduleFree.LR], c = scalars[ScheduleFree.C];
    double yFactor = now * (momentum * (1 - c) - 1);
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double point = y[i], base = z[i];
      double u = gradient[i] + weightDecay * point;
      y[i] = point + c * (base - point) + yFactor * u;
      z[i] = base - now * u;
    }
  }

  @Override
  public void model(Block b, double[] scalars, double[] out) {
    ScheduleFree.average(b, momentum, out);
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[ScheduleFree.LR];
  }
}
