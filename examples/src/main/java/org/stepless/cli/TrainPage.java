package org.stepless.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkContext;
import org.stepless.cli.report.Chart;
import org.stepless.cli.report.Machine;
import org.stepless.cli.report.Numbers;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import org.stepless.schedules.Schedule;
import org.stepless.schedules.Schedules;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.spark.placement.Trackers;
import org.stepless.training.EpochReport;
import org.stepless.training.FinishReport;
import scala.Tuple2;

/** A training run as a page of curves. */
final class TrainPage {
  private static final int SCHEDULE_POINTS = 1000;
  private static final int BINS = 50;

  private TrainPage() {}

  static Report of(
      TrainingSummary summary,
      TrainOptions options,
      Map<String, Object> result,
      SparkContext context) {
    Report page =
        new Report(
            "%s: %s, %s schedule".formatted(options.input, options.optimizer, options.schedule));
    if (summary.epochs() > 0) {
      page.add(curve(summary, "Loss of the batches", "mean objective", true, EpochReport::loss))
          .add(curve(summary, "Step size", "effective step", true, EpochReport::stepSize))
          .add(
              curve(summary, "Gradient of the last batch", "norm", true, EpochReport::gradientNorm))
          .add(schedule(options, summary))
          .add(curve(summary, "Speed", "rows/s", false, EpochReport::rowsPerSecond));
    }
    if (summary.finish() != null) {
      List<FinishReport> path = summary.finish().path();
      double[] norms = path.stream().mapToDouble(FinishReport::gradientNorm).toArray();
      page.add(
          Chart.logarithmic("Gradient in the finish", "step", "share of its start")
              .add("Gradient in the finish", norms));
    }
    if (summary.trackers() != null) {
      page.add(trackers(summary.trackers()));
    }
    result.forEach(page::fact);
    options.asMap().forEach((name, value) -> page.fact("--" + dashed(name), value));
    page.facts(Machine.facts(context));
    return summary.epochs() > 0 ? page.add(epochs(summary)) : page;
  }

  private static Chart curve(
      TrainingSummary summary,
      String title,
      String unit,
      boolean logarithmic,
      ToDoubleFunction<EpochReport> value) {
    double[] values = summary.epochHistory().stream().mapToDouble(value).toArray();
    Chart chart =
        logarithmic ? Chart.logarithmic(title, "epoch", unit) : Chart.lines(title, "epoch", unit);
    return chart.add(title, values);
  }

  /** What the step was multiplied with, over the epochs that were run. */
  private static Chart schedule(TrainOptions options, TrainingSummary summary) {
    Schedule schedule = Schedules.parse(options.schedule);
    long taken = Math.max(1, summary.steps());
    int all = summary.epochHistory().isEmpty() ? 1 : summary.epochHistory().get(0).epochs();
    long planned = Math.max(taken, taken / Math.max(1, summary.epochs()) * all);
    int points = (int) Math.min(SCHEDULE_POINTS, taken);
    double[] epochs = new double[points], multipliers = new double[points];
    for (int i = 0; i < points; i++) {
      long step = i * taken / points;
      epochs[i] = (double) step * all / planned;
      multipliers[i] = schedule.multiplier(step, planned);
    }
    return Chart.lines("Schedule", "epoch", "multiplier").add("multiplier", epochs, multipliers);
  }

  private static Chart trackers(Trackers trackers) {
    Tuple2<double[], long[]> bins = trackers.values().histogram(BINS);
    return Chart.histogram("Trackers of the rows", "tracker", bins._1(), bins._2());
  }

  private static Table epochs(TrainingSummary summary) {
    Table table = new Table("Epochs", "epoch", "steps", "loss", "step size", "gradient", "rows/s");
    for (EpochReport epoch : summary.epochHistory()) {
      table.add(
          String.valueOf(epoch.epoch()),
          String.valueOf(epoch.steps()),
          Numbers.text("%.6f", epoch.loss()),
          Numbers.text("%.3g", epoch.stepSize()),
          Numbers.text("%.3g", epoch.gradientNorm()),
          Numbers.text("%,.0f", epoch.rowsPerSecond()));
    }
    return table;
  }

  /** The option of a name in config.json. */
  private static String dashed(String name) {
    return String.join("-", Arrays.asList(name.split("(?=[A-Z])"))).toLowerCase(Locale.ROOT);
  }
}
