package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * D-Adapted dual averaging, the form with the convergence proof; its model is an average.
 *
 * <pre>
 * lambda = d m_k,  gamma_0 = 1 / |g_0|
 * num = num + gamma_k lambda^2 |g|^2,  s = s + lambda g,  W = W + |g|^2,  gamma_(k+1) = 1 / sqrt(W)
 * dHat = (gamma_(k+1) |s|^2 - num) / (2 |s|),  d = max(d, min(dHat, d growthRate))
 * average = sum lambda_k x_k / sum lambda_k,  x = x0 - gamma_(k+1) s
 * </pre>
 *
 * The model is the average. A schedule multiplies the weight lambda of each gradient. State: 3
 * vectors (x0, s, average), 6 scalars. One round of 3 sums per step.
 *
 * <p>Source: Defazio and Mishchenko, "Learning-Rate-Free Learning by D-Adaptation", ICML 2023,
 * arXiv:2301.07733, Algorithm 1 of the preprint.
 *
 * @param weightDecay coupled decay; at least 0, default 0
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth per step; at least 1, default infinity
 */
public record DAdaptDualAveraging(double weightDecay, double d0, double growthRate)
    implements UpdateRule {
  private static final Layout.Builder STATE = DAdaptStep.WITH_NUMERATOR.extend();
  private static final int X0 = STATE.vector("x0"), S = STATE.vector("s");
  private static final int AVERAGE = STATE.vector("average");
  private static final int LAMBDA_SUM = STATE.averaged("lambdaSum");
  private static final int GRADIENT_SUM = STATE.averaged("gradientSum");
  private static final int GAMMA = STATE.averaged("inverseRoot");
  private static final Layout LAYOUT = STATE.build();
  private static final int G_SQ = 0, G_S = 1, S_SQ = 2;
  private static final int[] REDUCTIONS = {3};

  public DAdaptDualAveraging() {
    this(0, 1e-6, Double.POSITIVE_INFINITY);
  }

  public DAdaptDualAveraging {
    Check.notNegative("weightDecay", weightDecay);
    Check.positive("d0", d0);
    Check.atLeastOrInfinite("growthRate", growthRate, 1);
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
  public void initialize(double[] scalars) {
    scalars[DAdaptStep.D] = d0;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
    System.arraycopy(b.x(), b.from(), b.vector(AVERAGE), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    DAdaptStep.begin(scalars, multiplier);
    scalars[LAMBDA_SUM] += scalars[DAdaptStep.LAMBDA];
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] x = b.x(), gradient = b.gradient(), s = b.vector(S);
    double gSq = 0, gS = 0, sSq = 0;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      gSq += g * g;
      gS += g * s[i];
      sSq += s[i] * s[i];
    }
    sums[G_SQ] += gSq;
    sums[G_S] += gS;
    sums[S_SQ] += sSq;
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    double lambda = scalars[DAdaptStep.LAMBDA], lambdaSq = lambda * lambda;
    double before = scalars[GRADIENT_SUM], after = before + sums[G_SQ];
    if (after == 0) {
      return; // no gradient yet: gamma stays 0
    }
    double gamma = 1 / Math.sqrt(after);
    double gammaOld = before > 0 ? 1 / Math.sqrt(before) : gamma;
    scalars[GAMMA] = gamma;
    scalars[GRADIENT_SUM] = after;
    scalars[DAdaptStep.NUMERATOR] += gammaOld * lambdaSq * sums[G_SQ];
    double normSq = DAdaptStep.normSq(lambda, sums[S_SQ], sums[G_S], sums[G_SQ]);
    if (normSq > 0) {
      double estimate = (gamma * normSq - scalars[DAdaptStep.NUMERATOR]) / (2 * Math.sqrt(normSq));
      DAdaptStep.grow(scalars, estimate, growthRate);
    }
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient();
    double[] x0 = b.vector(X0), s = b.vector(S), average = b.vector(AVERAGE);
    double lambda = scalars[DAdaptStep.LAMBDA], share = lambda / scalars[LAMBDA_SUM];
    double gamma = scalars[GAMMA];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double sum = s[i] + lambda * (gradient[i] + weightDecay * x[i]);
      average[i] += share * (x[i] - average[i]);
      s[i] = sum;
      x[i] = x0[i] - gamma * sum;
    }
  }

  @Override
  public void model(Block b, double[] scalars, double[] out) {
    System.arraycopy(b.vector(AVERAGE), b.from(), out, b.from(), b.length());
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[DAdaptStep.LAMBDA] * scalars[GAMMA];
  }
}
