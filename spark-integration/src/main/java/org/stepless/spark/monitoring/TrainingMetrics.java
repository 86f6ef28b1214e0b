package org.stepless.spark.monitoring;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.concurrent.TimeUnit;
import org.stepless.training.RoundReport;

/**
 * The metrics of all runs of this driver. Counters and timers add up over runs; loss, step size,
 * gradient norm and speed are those of the round that ended last. Nothing is registered anywhere
 * unless {@link SteplessPlugin} is asked for.
 */
public final class TrainingMetrics {
  private static final TrainingMetrics DRIVER = new TrainingMetrics();

  private final Counter runs = new Counter();
  private final Counter rounds = new Counter();
  private final Counter rows = new Counter();
  private final Timer compute = new Timer();
  private final Timer aggregate = new Timer();
  private final Timer driver = new Timer();
  private volatile RoundReport last;

  private TrainingMetrics() {}

  /** The metrics of this process. */
  public static TrainingMetrics driver() {
    return DRIVER;
  }

  /** Counts a run that begins. */
  public void countRun() {
    runs.inc();
  }

  /** Counts a round. */
  public void count(RoundReport report) {
    rounds.inc();
    rows.inc(report.rows());
    add(compute, report.computeSeconds());
    add(aggregate, report.aggregateSeconds());
    add(driver, report.driverSeconds());
    last = report;
  }

  private static void add(Timer timer, double seconds) {
    timer.update((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
  }

  void register(MetricRegistry registry) {
    registry.register("runs", runs);
    registry.register("rounds", rounds);
    registry.register("rows", rows);
    registry.register("computeTime", compute);
    registry.register("aggregateTime", aggregate);
    registry.register("driverTime", driver);
    gauge(registry, "loss", RoundReport::loss);
    gauge(registry, "stepSize", RoundReport::stepSize);
    gauge(registry, "gradientNorm", RoundReport::gradientNorm);
    gauge(registry, "rowsPerSecond", RoundReport::rowsPerSecond);
    gauge(registry, "steps", RoundReport::steps);
  }

  private void gauge(
      MetricRegistry registry, String name, java.util.function.ToDoubleFunction<RoundReport> of) {
    Gauge<Double> gauge =
        () -> {
          RoundReport report = last;
          return report == null ? Double.NaN : of.applyAsDouble(report);
        };
    registry.register(name, gauge);
  }
}
