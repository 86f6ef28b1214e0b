package org.stepless.bench.polyak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.bench.common.Divergence;
import org.stepless.methods.Methods;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.Method;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunPlan;
import org.stepless.schedules.Constant;
import org.stepless.schedules.Linear;
import org.stepless.schedules.Schedule;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.engine.EpochMonitor;
import org.stepless.spark.rows.BlockData;
import org.stepless.training.EpochReport;
import org.stepless.training.Problem;
import org.stepless.training.RunListener;
import org.stepless.training.TrainingPlan;

/**
 * Runs methods on single rows of a {@link ScaledLogistic} and looks at the objective after every
 * pass, as the papers on stochastic Polyak steps do.
 *
 * <p>Per-example rules run with constant multiplier and the library's other rules at their defaults
 * with its default schedule, linear decay. The peer is SGD with the step sizes of Gower and others,
 * "SGD: General Analysis and Improved Rates", ICML 2019, theorem 3.2: 1/(2L), and about 2/(mu t)
 * after 4 L/mu steps, with the largest smoothness L of a row and the strength mu of the penalty.
 */
public final class PolyakBench implements AutoCloseable {
  /** The name of the peer. */
  public static final String SGD = "sgd 1/t";

  /** The passes over which the gradient's norm is looked at. */
  public static final int LAST = 10;

  /**
   * What a method reached.
   *
   * @param suboptimality objective less its minimum after every pass
   * @param gradientNorms of the full gradient after every pass
   */
  public record Curve(
      String method, double[] suboptimality, double[] gradientNorms, double seconds) {

    /** Median of the gradient norm over the last passes: that of a single point jumps. */
    public double lastGradientNorm() {
      int from = Math.max(0, gradientNorms.length - LAST);
      double[] last = Arrays.copyOfRange(gradientNorms, from, gradientNorms.length);
      Arrays.sort(last);
      return 0.5 * (last[(last.length - 1) / 2] + last[last.length / 2]);
    }
  }

  private final ScaledLogistic problem;
  private final BlockData data;
  private final Engine engine;
  private final JavaSparkContext context;
  private final double minimum;
  private final int epochs;
  private final long seed;

  public PolyakBench(JavaSparkContext context, ScaledLogistic problem, int epochs, long seed) {
    this.context = context;
    this.problem = problem;
    this.epochs = epochs;
    this.seed = seed;
    minimum = problem.minimum();
    data = BlockData.persist(context.parallelize(List.of(problem.rows()), 1), "the rows");
    engine = new Engine(context);
  }

  /** The minimum of the objective, which is the target that TAPS needs. */
  public double minimum() {
    return minimum;
  }

  /** The papers' methods, the peer, and all update rules of the library at their defaults. */
  public List<String> methods() {
    List<String> all = new ArrayList<>(List.of("sp", "taps", "motaps", SGD));
    all.addAll(Methods.CATALOG.names());
    return all;
  }

  /**
   * Trains from 0.
   *
   * @param method rule text, {@code taps} (which is given the minimum) or {@link #SGD}
   */
  public Curve run(String method) {
    Method rule = rule(method, minimum);
    Schedule schedule =
        method.equals(SGD)
            ? new SwitchedInverse(problem.largestSmoothness(), problem.strength())
            : rule instanceof ExampleRule ? new Constant() : new Linear();
    int n = problem.rows().rows();
    TrainingPlan plan = new TrainingPlan(rule, schedule, epochs, n, seed, 0);
    Recorder recorder = new Recorder();
    long start = System.nanoTime();
    try {
      engine
          .setMonitor(recorder)
          .train(
              RunPlan.of(RunMode.SINGLE, plan, 1),
              data,
              new Problem(problem.objective(), null, 1),
              new double[problem.rows().columns()],
              RunListener.NONE);
    } catch (Exception e) {
      if (!Divergence.isCauseOf(e)) {
        throw e;
      }
      Arrays.fill(recorder.suboptimality, recorder.epoch, epochs, Double.NaN);
      Arrays.fill(recorder.gradientNorms, recorder.epoch, epochs, Double.NaN);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Curve(method, recorder.suboptimality, recorder.gradientNorms, seconds);
  }

  private static Method rule(String method, double minimum) {
    return method.equals(SGD)
        ? Methods.parse("sgd(lr=1)")
        : Methods.method(method.equals("taps") ? "taps(target=" + minimum + ")" : method);
  }

  /**
   * Requires that all methods are known.
   *
   * @throws IllegalArgumentException naming one that is not, and those there are
   */
  public static void check(List<String> methods) {
    methods.forEach(method -> rule(method, 0));
  }

  private final class Recorder implements EpochMonitor {
    private final double[] suboptimality = new double[epochs];
    private final double[] gradientNorms = new double[epochs];
    private int epoch;

    @Override
    public boolean watches() {
      return true;
    }

    @Override
    public void see(EpochReport report, Supplier<double[]> now) {
      double[] current = now.get();
      gradientNorms[epoch] = problem.gradientNorm(current);
      suboptimality[epoch++] = problem.value(current) - minimum;
    }
  }

  /** 1/(2L), and (2t + 1) / ((t + 1)^2 mu) from step 4 L/mu on. */
  private record SwitchedInverse(double smoothness, double strength) implements Schedule {
    @Override
    public double multiplier(long step, long totalSteps) {
      double t = step;
      return t <= 4 * Math.ceil(smoothness / strength)
          ? 1 / (2 * smoothness)
          : (2 * t + 1) / ((t + 1) * (t + 1) * strength);
    }
  }

  @Override
  public void close() {
    data.close();
  }
}
