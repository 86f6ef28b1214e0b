package org.stepless.spark.monitoring;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Puts the metrics of training into Spark's metrics system, whose sinks (Prometheus, JMX, Graphite,
 * CSV ...) then report them:
 *
 * <pre>--conf spark.plugins=org.stepless.spark.monitoring.SteplessPlugin</pre>
 *
 * <p>The names begin with the application's id and {@code
 * .driver.plugin.org.stepless.spark.monitoring.SteplessPlugin.}; they end in {@code runs}, {@code
 * rounds}, {@code rows} (counters), {@code computeTime}, {@code aggregateTime}, {@code driverTime}
 * (timers of the rounds), {@code loss}, {@code stepSize}, {@code gradientNorm}, {@code
 * rowsPerSecond} and {@code steps} (gauges of the last round, NaN before the first).
 */
public final class SteplessPlugin implements SparkPlugin {

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public void registerMetrics(String applicationId, PluginContext context) {
        TrainingMetrics.driver().register(context.metricRegistry());
      }
    };
  }

  /** Executors have no metrics of their own. */
  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }
}
