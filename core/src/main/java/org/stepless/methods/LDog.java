package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * L-DoG: DoG with a step of its own for each group of coordinates; no learning rate.
 *
 * <pre>
 * for each group, norms over its coordinates alone:
 *   r = max(r, |x - x0|), at least initialDistance (1 + |x0|)
 *   G = G + |g|^2,  eta = m_k r / sqrt(G + eps)
 *   average = sum r_k x_k / sum r_k,  x = x - eta g
 * </pre>
 *
 * Groups are contiguous: the first {@code groupSize} coordinates, the next, and so on; the last of
 * the {@code groups} takes all that are left. With {@code groups} 0 each coordinate is its own
 * group. The model is the average.
 *
 * <p>State: 2 vectors (x0, average) and 5 scalars a group, one round of 3 sums a group per step;
 * or, with {@code groups} 0, 5 vectors (distance, gradientSum and weightSum too), 1 scalar and no
 * sums.
 *
 * <p>Source: Ivgi, Hinder and Carmon, "DoG is SGD's Best Friend: A Parameter-Free Dynamic Step Size
 * Schedule", ICML 2023, arXiv:2302.12022, section 4.
 *
 * @param groupSize coordinates a group; at least 1, default 1
 * @param groups number of groups; 0 (only with groupSize 1) for one a coordinate, the default
 * @param initialDistance first value of r, relative to 1 + |x0|; positive, default 1e-6
 * @param eps added under the root; positive, default 1e-8
 * @param weightDecay coupled decay; at least 0, default 0
 */
public record LDog(
    int groupSize, int groups, double initialDistance, double eps, double weightDecay)
    implements UpdateRule {
  private static final int X0 = 0, AVERAGE = 1, DISTANCES = 2, GRADIENT_SUMS = 3, WEIGHT_SUMS = 4;
  // Scalars: the multiplier, then those of each group, at these offsets.
  private static final int MULTIPLIER = 0, FIRST_GROUP = 1;
  private static final int DISTANCE = 0, GRADIENT_SUM = 1, WEIGHT_SUM = 2, ETA = 3, SHARE = 4;
  private static final int GROUP_SCALARS = 5;
  private static final int DISTANCE_SQ = 0, X0_SQ = 1, G_SQ = 2, GROUP_SUMS = 3;
  private static final Layout COORDINATE_LAYOUT =
      Layout.vectors("x0", "average", "distance", "gradientSum", "weightSum")
          .averaged("multiplier");

  public LDog() {
    this(1, 0, 1e-6, 1e-8, 0);
  }

  public LDog {
    Check.atLeast("groupSize", groupSize, 1);
    Check.require(
        groups > 0 || (groups == 0 && groupSize == 1),
        "groups",
        "at least 1, or 0 with groupSize 1",
        groups);
    Check.positive("initialDistance", initialDistance);
    Check.positive("eps", eps);
    Check.notNegative("weightDecay", weightDecay);
  }

  @Override
  public Layout layout() {
    if (groups == 0) {
      return COORDINATE_LAYOUT;
    }
    Layout layout = Layout.vectors("x0", "average").averaged("multiplier");
    for (int i = 1; i <= groups; i++) {
      layout =
          layout
              .maximal("distance" + i)
              .averaged("gradientSum" + i, "weightSum" + i, "eta" + i, "share" + i);
    }
    return layout;
  }

  @Override
  public int[] reductions() {
    return groups == 0 ? NO_REDUCTIONS : new int[] {groups * GROUP_SUMS};
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
    System.arraycopy(b.x(), b.from(), b.vector(AVERAGE), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[MULTIPLIER] = multiplier;
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0);
    for (int i = b.from(), end; i < b.to(); i = end) {
      int group = group(b, i);
      end = end(b, group);
      double distanceSq = 0, x0Sq = 0, gSq = 0;
      for (int j = i; j < end; j++) {
        double g = gradient[j] + weightDecay * x[j];
        double moved = x[j] - x0[j];
        distanceSq += moved * moved;
        x0Sq += x0[j] * x0[j];
        gSq += g * g;
      }
      sums[group * GROUP_SUMS + DISTANCE_SQ] += distanceSq;
      sums[group * GROUP_SUMS + X0_SQ] += x0Sq;
      sums[group * GROUP_SUMS + G_SQ] += gSq;
    }
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    for (int group = 0; group < groups; group++) {
      int at = FIRST_GROUP + group * GROUP_SCALARS, from = group * GROUP_SUMS;
      double least = initialDistance * (1 + Math.sqrt(sums[from + X0_SQ]));
      double moved = Math.max(least, Math.sqrt(sums[from + DISTANCE_SQ]));
      double r = Math.max(scalars[at + DISTANCE], moved);
      scalars[at + DISTANCE] = r;
      scalars[at + GRADIENT_SUM] += sums[from + G_SQ];
      scalars[at + WEIGHT_SUM] += r;
      scalars[at + SHARE] = r / scalars[at + WEIGHT_SUM];
      scalars[at + ETA] = scalars[MULTIPLIER] * r / Math.sqrt(scalars[at + GRADIENT_SUM] + eps);
    }
  }

  @Override
  public void apply(Block b, double[] scalars) {
    if (groups == 0) {
      applyToCoordinates(b, scalars[MULTIPLIER]);
      return;
    }
    double[] x = b.x(), gradient = b.gradient(), average = b.vector(AVERAGE);
    for (int i = b.from(), end; i < b.to(); i = end) {
      int group = group(b, i);
      end = end(b, group);
      int at = FIRST_GROUP + group * GROUP_SCALARS;
      double eta = scalars[at + ETA], share = scalars[at + SHARE];
      for (int j = i; j < end; j++) {
        average[j] += share * (x[j] - average[j]);
        x[j] -= eta * (gradient[j] + weightDecay * x[j]);
      }
    }
  }

  private void applyToCoordinates(Block b, double multiplier) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0), average = b.vector(AVERAGE);
    double[] distance = b.vector(DISTANCES);
    double[] gradientSum = b.vector(GRADIENT_SUMS), weightSum = b.vector(WEIGHT_SUMS);
    // Three loops: the compiler vectorises small bodies only.
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double least = initialDistance * (1 + Math.abs(x0[i]));
      distance[i] = Math.max(Math.max(distance[i], least), Math.abs(x[i] - x0[i]));
    }
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double weight = weightSum[i] + distance[i];
      weightSum[i] = weight;
      average[i] += distance[i] / weight * (x[i] - average[i]);
    }
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      double squares = gradientSum[i] + g * g;
      gradientSum[i] = squares;
      x[i] -= multiplier * distance[i] / Math.sqrt(squares + eps) * g;
    }
  }

  @Override
  public void model(Block b, double[] scalars, double[] out) {
    System.arraycopy(b.vector(AVERAGE), b.from(), out, b.from(), b.length());
  }

  /** The first group's factor; with a group a coordinate, the schedule multiplier. */
  @Override
  public double stepSize(double[] scalars) {
    return groups == 0 ? scalars[MULTIPLIER] : scalars[FIRST_GROUP + ETA];
  }

  private int group(Block b, int index) {
    return (int) Math.min((b.offset() + (index - b.from())) / groupSize, groups - 1);
  }

  /** Index after the last of this group in the block. */
  private int end(Block b, int group) {
    return group == groups - 1
        ? b.to()
        : (int) Math.min(b.to(), b.from() + ((group + 1L) * groupSize - b.offset()));
  }
}
