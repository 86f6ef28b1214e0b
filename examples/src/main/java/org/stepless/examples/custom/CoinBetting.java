package org.stepless.examples.custom;

import org.apache.spark.sql.SparkSession;
import org.stepless.examples.SampleData;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.spark.SteplessLogisticRegression;
import org.stepless.text.Check;

/**
 * A rule of one's own, in one file, that every estimator and mode runs: COCOB, which bets on the
 * next gradient's signs. As a text: {@code org.stepless.examples.custom.CoinBetting(alpha=50)}.
 *
 * <pre>
 * g = multiplier * gradient,  L = max(L, |g|),  G = G + |g|,  r = max(r - (x - x0) g, 0),  t = t - g
 * x = x0 + t / (L max(G + L, alpha L)) (L + r)
 * </pre>
 *
 * Source: Orabona, Tommasi, NeurIPS 2017, arXiv:1705.07795, algorithm 2.
 *
 * @param alpha keeps the first bets small; positive, default 100
 */
public record CoinBetting(double alpha) implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int X0 = STATE.vector("x0"), LARGEST = STATE.vector("largest");
  private static final int SUM = STATE.vector("sum"), REWARD = STATE.vector("reward");
  private static final int BETS = STATE.vector("bets"), MULTIPLIER = STATE.averaged("multiplier");
  private static final Layout LAYOUT = STATE.build();

  public CoinBetting() {
    this(100);
  }

  public CoinBetting {
    Check.positive("alpha", alpha);
  }

  @Override
  public Layout layout() {
    return LAYOUT;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[MULTIPLIER] = multiplier;
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), x0 = b.vector(X0), largest = b.vector(LARGEST), sum = b.vector(SUM);
    double[] reward = b.vector(REWARD), bets = b.vector(BETS);
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = scalars[MULTIPLIER] * b.gradient()[i], size = Math.abs(g);
      if (size > 0) {
        largest[i] = Math.max(largest[i], size);
        sum[i] += size;
        reward[i] = Math.max(reward[i] - (x[i] - x0[i]) * g, 0);
        bets[i] -= g;
        double scale = largest[i] * Math.max(sum[i] + largest[i], alpha * largest[i]);
        x[i] = x0[i] + bets[i] / scale * (largest[i] + reward[i]);
      }
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[MULTIPLIER];
  }

  /** Trains on a LIBSVM file whose labels are 0, 1, ..., none for the shipped digits. */
  public static void main(String[] arguments) {
    var reader = SparkSession.builder().getOrCreate().read().format("libsvm");
    var estimator = new SteplessLogisticRegression().setOptimizer(new CoinBetting());
    estimator.fit(reader.load(SampleData.path(arguments, "digits.libsvm.gz")));
    System.out.println(estimator.getOptimizer() + ": " + estimator.summary().objective());
  }
}
