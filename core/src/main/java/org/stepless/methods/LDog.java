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
 * <p>State: 2 vectors (x0, average) and 5 scalars per group, one round of 3 sums per group and
 * step; or, with {@code groups} 0, 5 vectors (distance, gradientSum and weightSum too), 1 scalar
 * and no sums.
 *
 * <p>Source: Ivgi, Hinder and Carmon, "DoG is SGD's Best Friend: A Parameter-Free Dynamic Step Size
 * Schedule", ICML 2023, arXiv:2302.12022, section 4.
 *
 * @param groupSize coordinates per group; at least 1, default 1
 * @param groups number of groups; 0 (only with groupSize 1) for one per coordinate, the default
 * @param initialDistance first value of r, relative to 1 + |x0|; positive, default 1e-6
 * @param eps added under the root; positive, default 1e-8
 * @param weightDecay coupled decay; at least 0, default 0
 */
public record LDog(
    int groupSize, int groups, double initialDistance, double eps, double weightDecay)
    implements UpdateRule {
  private static final Layout.Builder STATE = DogStep.VECTORS.extend();
  private static final int MULTIPLIER = STATE.averaged("multiplier");
  private static final Layout COMMON_LAYOUT = STATE.build();
  private static final int DISTANCES = STATE.vector("distance");
  private static final int GRADIENT_SUMS = STATE.vector("gradientSum");
  private static final int WEIGHT_SUMS = STATE.vector("weightSum");
  private static final Layout COORDINATE_LAYOUT = STATE.build();
  // In groups: the multiplier, then the scalars of one group after the other.
  private static final int FIRST_GROUP = COMMON_LAYOUT.scalars().size();
  private static final int GROUP_SCALARS = DogStep.LAYOUT.scalars().size();

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
    Layout.Builder state = COMMON_LAYOUT.extend();
    state.repeat(DogStep.LAYOUT, groups);
    return state.build();
  }

  @Override
  public int[] reductions() {
    return groups == 0 ? NO_REDUCTIONS : new int[] {groups * DogStep.SUMS};
  }

  @Override
  public void initialize(Block b) {
    DogStep.initialize(b);
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[MULTIPLIER] = multiplier;
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    for (int i = b.from(), end; i < b.to(); i = end) {
      int group = group(b, i);
      end = end(b, group);
      DogStep.measure(b, i, end, weightDecay, sums, group * DogStep.SUMS);
    }
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    for (int group = 0; group < groups; group++) {
      int at = firstScalar(group), from = group * DogStep.SUMS;
      double r = DogStep.grow(scalars, at, sums, from, initialDistance);
      DogStep.weigh(scalars, at, r);
      scalars[at + DogStep.GRADIENT_SUM] += sums[from + DogStep.G_SQ];
      double root = Math.sqrt(scalars[at + DogStep.GRADIENT_SUM] + eps);
      scalars[at + DogStep.ETA] = scalars[MULTIPLIER] * r / root;
    }
  }

  @Override
  public void apply(Block b, double[] scalars) {
    if (groups == 0) {
      applyToCoordinates(b, scalars[MULTIPLIER]);
      return;
    }
    for (int i = b.from(), end; i < b.to(); i = end) {
      int group = group(b, i);
      end = end(b, group);
      DogStep.apply(b, i, end, weightDecay, scalars, firstScalar(group));
    }
  }

  private void applyToCoordinates(Block b, double multiplier) {
    double[] x = b.x(), gradient = b.gradient();
    double[] x0 = b.vector(DogStep.X0), average = b.vector(DogStep.AVERAGE);
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
    DogStep.model(b, out);
  }

  /** The first group's factor; with one group per coordinate, the schedule multiplier. */
  @Override
  public double stepSize(double[] scalars) {
    return groups == 0 ? scalars[MULTIPLIER] : scalars[FIRST_GROUP + DogStep.ETA];
  }

  private static int firstScalar(int group) {
    return FIRST_GROUP + group * GROUP_SCALARS;
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
