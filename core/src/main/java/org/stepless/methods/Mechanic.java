package org.stepless.methods;

import java.util.Arrays;
import java.util.Objects;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Mechanic: tunes the scale of any base rule's updates by six betting learners, one per time scale.
 *
 * <pre>
 * x+ = x + u, u the base rule's update at (x, g);  S = sum_i s_i;  Delta = (x - x0) / (S + eps)
 * h = (Delta, g + sDecay S (|g| / (|x+| + eps)) x+)      (Delta before u is added)
 * for beta_i = 1 - 10^-i, i = 1..6:
 *   max_i = max(beta_i max_i, |h|),  v_i = beta_i^2 v_i + h^2
 *   r_i = max(0, beta_i r_i - s_i h)                     (h clipped to +-max_i if clip)
 *   s_i = (max_i sInit / 6 + r_i) / (sqrt(v_i) + eps)
 * x = x0 + (sum_i s_i) (Delta + u)
 * </pre>
 *
 * State: the base rule's and 1 vector (start), 28 scalars. The base rule's rounds and one of 4
 * sums.
 *
 * <p>Source: Cutkosky, Defazio and Mehta, "Mechanic: A Learning Rate Tuner", NeurIPS 2023,
 * arXiv:2306.00144, Algorithm 1.
 *
 * @param base the rule whose updates are scaled; its learning rate sets only their relative size
 * @param sDecay weight of the regularisation that keeps the scale small; at least 0, default 0.01
 * @param sInit first scale; positive, default 1e-8
 * @param eps positive, default 1e-8
 * @param clip clip h to the largest value before, as in the published paper; default false
 */
public record Mechanic(UpdateRule base, double sDecay, double sInit, double eps, boolean clip)
    implements UpdateRule {
  private static final int LEARNERS = 6;
  private static final double[] BETAS = {0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999};
  private static final double FIRST_MAX = 1e-6;
  // Indices of this rule's own state, which follows the base rule's.
  private static final Layout.Builder OWN = Layout.builder();
  private static final int START = OWN.vector("start");
  private static final int SCALE = OWN.averaged("s"), SCALE_OLD = OWN.averaged("sOld");
  private static final int S = ofEachLearner("s"), R = ofEachLearner("r");
  private static final int V = ofEachLearner("v"), MAX = ofEachLearner("max");
  private static final Layout OWN_LAYOUT = OWN.build();
  private static final int DELTA_G = 0, G_SQ = 1, NEXT_SQ = 2, DELTA_NEXT = 3, SUMS = 4;

  public Mechanic() {
    this(new Sgd(1, 0, 0, false, 0));
  }

  /**
   * Mechanic at its defaults around a rule.
   *
   * @throws IllegalArgumentException if that is itself a mechanic
   */
  public Mechanic(UpdateRule base) {
    this(base, 0.01, 1e-8, 1e-8, false);
  }

  public Mechanic {
    Objects.requireNonNull(base, "base");
    if (base instanceof Mechanic) {
      throw new IllegalArgumentException("base must not be a mechanic itself: it has one scale");
    }
    Check.notNegative("sDecay", sDecay);
    Check.positive("sInit", sInit);
    Check.positive("eps", eps);
  }

  /** Names a scalar of each learner, s1 to s6; the index of the first. */
  private static int ofEachLearner(String name) {
    Layout.Builder scalar = Layout.builder();
    scalar.averaged(name);
    return OWN.repeat(scalar.build(), LEARNERS);
  }

  @Override
  public Layout layout() {
    return base.layout().and(OWN_LAYOUT);
  }

  @Override
  public boolean needsLoss() {
    return base.needsLoss();
  }

  @Override
  public int[] reductions() {
    int[] inner = base.reductions();
    int[] all = Arrays.copyOf(inner, inner.length + 1);
    all[inner.length] = SUMS;
    return all;
  }

  @Override
  public void initialize(double[] scalars) {
    base.initialize(scalars);
    int max = ownScalars() + MAX;
    Arrays.fill(scalars, max, max + LEARNERS, FIRST_MAX);
  }

  @Override
  public void initialize(Block b) {
    base.initialize(b);
    System.arraycopy(b.x(), b.from(), b.vector(baseVectors() + START), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    base.begin(scalars, step, multiplier, loss);
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    if (round < base.reductions().length) {
      base.measure(round, b, scalars, sums);
      return;
    }
    double[] x = b.x(), g = b.gradient(), start = b.vector(baseVectors() + START);
    Block scratch = b.scratch();
    double[] next = scratch.x();
    double factor = 1 / (scalars[ownScalars() + SCALE] + eps);
    double deltaG = 0, gSq = 0, nextSq = 0, deltaNext = 0;
    for (int i = b.from(); i < b.to(); i += scratch.length()) {
      int n = scratch.load(b, i, baseVectors());
      base.apply(scratch, scalars);
      for (int j = 0; j < n; j++) {
        double delta = factor * (x[i + j] - start[i + j]);
        deltaG += delta * g[i + j];
        gSq += g[i + j] * g[i + j];
        nextSq += next[j] * next[j];
        deltaNext += delta * next[j];
      }
    }
    sums[DELTA_G] += deltaG;
    sums[G_SQ] += gSq;
    sums[NEXT_SQ] += nextSq;
    sums[DELTA_NEXT] += deltaNext;
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    if (round < base.reductions().length) {
      base.resolve(round, scalars, sums);
      return;
    }
    int own = ownScalars();
    double scale = scalars[own + SCALE];
    double pull = sDecay * scale * Math.sqrt(sums[G_SQ]) / (Math.sqrt(sums[NEXT_SQ]) + eps);
    double h = sums[DELTA_G] + pull * sums[DELTA_NEXT];
    double sum = 0;
    for (int i = own; i < own + LEARNERS; i++) {
      double beta = BETAS[i - own];
      double max = Math.max(beta * scalars[i + MAX], Math.abs(h));
      double bet = clip ? Math.max(-scalars[i + MAX], Math.min(scalars[i + MAX], h)) : h;
      double v = beta * beta * scalars[i + V] + bet * bet;
      double r = Math.max(0, beta * scalars[i + R] - scalars[i + S] * bet);
      scalars[i + MAX] = max;
      scalars[i + V] = v;
      scalars[i + R] = r;
      scalars[i + S] = (max * sInit / LEARNERS + r) / (Math.sqrt(v) + eps);
      sum += scalars[i + S];
    }
    scalars[own + SCALE_OLD] = scale;
    scalars[own + SCALE] = sum;
  }

  @Override
  public void apply(Block b, double[] scalars) {
    int vectors = baseVectors();
    // On copies, as loops over arrays and scratch are vectorised only with the same index in both.
    Block scratch = b.scratch();
    double[] next = scratch.x(), start = scratch.vector(vectors + START), x = scratch.scratch().x();
    double scale = scalars[ownScalars() + SCALE];
    double factor = 1 / (scalars[ownScalars() + SCALE_OLD] + eps);
    for (int i = b.from(), n; i < b.to(); i += n) {
      n = scratch.load(b, i, vectors + 1);
      base.apply(scratch, scalars);
      System.arraycopy(b.x(), i, x, 0, n); // now, as the base may have used its scratch
      for (int j = 0; j < n; j++) {
        double delta = next[j] - x[j] - factor * (start[j] - x[j]);
        next[j] = start[j] + scale * delta;
      }
      System.arraycopy(next, 0, b.x(), i, n);
      scratch.storeVectors(b, i, vectors);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[ownScalars() + SCALE] * base.stepSize(scalars);
  }

  private int baseVectors() {
    return base.layout().vectors().size();
  }

  private int ownScalars() {
    return base.layout().scalars().size();
  }
}
