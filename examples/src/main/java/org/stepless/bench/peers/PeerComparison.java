package org.stepless.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.peers.Minimum.Found;
import org.stepless.bench.peers.Solver.Fitted;
import org.stepless.bench.peers.TimeToTarget.Result;
import org.stepless.bench.peers.TimeToTarget.Target;
import org.stepless.cli.report.Chart;
import org.stepless.cli.report.Numbers;
import org.stepless.cli.report.Table;
import org.stepless.data.RowBlock;
import org.stepless.losses.Loss;
import org.stepless.losses.Objective;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.FrameReader;
import org.stepless.training.Coordinates;
import org.stepless.training.Problem;

/** One task on one data set: its optimum, and everybody's way there. Stepless comes first. */
public final class PeerComparison {
  private static final int REFERENCE_ITERATIONS = 3000;
  private static final double REFERENCE_TOLERANCE = 1e-13;

  /** Beyond this many stored values and coefficients the reference would take too long. */
  private static final double REFERENCE_NUMBERS = 2e7;

  /** The gap whose ratios stand in tables. */
  private static final int SHOWN_GAP = TimeToTarget.GAPS.indexOf(0.001);

  private final String set;
  private final LinearTask task;
  private final long rows;
  private final int columns;
  private final int classes;
  private final Penalty penalty;
  private final List<Solver> solvers = new ArrayList<>();
  private final List<Map<Integer, Double>> reached = new ArrayList<>();
  private double[] optimal; // the model at the optimum; null where it is not known
  private Target target;
  private double coefficients = Double.NaN; // how far off those of a fit at the defaults are
  private List<List<Result>> results;

  PeerComparison(
      String set, LinearTask task, long rows, int columns, int classes, Penalty penalty) {
    this.set = set + penalty.text();
    this.penalty = penalty;
    this.task = task;
    this.rows = rows;
    this.columns = columns;
    this.classes = classes;
  }

  /**
   * Explores, then takes times.
   *
   * @param frame cached
   * @param mostIterations after which the others give up
   */
  public void run(
      SparkSession spark,
      Dataset<Row> frame,
      String optimizer,
      int mostEpochs,
      int mostIterations,
      boolean withMllib,
      int warmUp,
      int repeat) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Loss loss = task.loss(classes);
    JavaRDD<RowBlock> blocks =
        FrameReader.blocks(frame, "features", "label", null, loss::checkLabel);
    MllibSolvers mllib =
        withMllib ? new MllibSolvers(task, frame, columns, classes, mostIterations) : null;
    try (BlockData data = BlockData.persist(blocks, set)) {
      Objective objective = penalty.objective(loss, columns, data.statistics());
      Engine engine = new Engine(context);
      TimeToTarget measure =
          new TimeToTarget(
              model -> engine.meanLoss(data, objective, model) + objective.penalty(model));
      solvers.addAll(task.spark(frame, mostIterations, penalty));
      if (mllib != null) {
        solvers.addAll(mllib.all());
      }
      solvers.forEach(peer -> reached.add(measure.explore(peer, Double.NEGATIVE_INFINITY)));
      Found reference = reference(data, objective);
      optimal = reference == null ? null : reference.model();
      double optimum = reference == null ? lowest() : Math.min(lowest(), reference.value());
      double guess = guess(engine, data, objective);
      Target near = Target.of(optimum, guess);
      Solver stepless = task.stepless(frame, optimizer, mostEpochs, penalty);
      solvers.add(0, stepless);
      double goal = near.objective(TimeToTarget.GAPS.get(TimeToTarget.GAPS.size() - 1));
      reached.add(0, measure.explore(stepless, goal));
      target = Target.of(Math.min(optimum, lowest()), guess);
      Fitted finished = stepless.fit(Solver.FINISHED);
      if (optimal != null && finished.bounded()) {
        coefficients = deviation(finished.model(), optimal, objective.outputs());
      }
      results = measure.run(solvers, reached, target, warmUp, repeat);
    } finally {
      if (mllib != null) {
        mllib.close();
      }
    }
  }

  private double lowest() {
    return reached.stream()
        .flatMap(own -> own.values().stream())
        .filter(Double::isFinite)
        .mapToDouble(Double::doubleValue)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * The minimum, where it can be had: the hinge and the L1 penalty are not smooth, and large data
   * take too long.
   */
  private Found reference(BlockData data, Objective objective) {
    if (task == LinearTask.SVC
        || !objective.smooth()
        || data.storedValues() + (double) objective.dimension() > REFERENCE_NUMBERS) {
      return null;
    }
    Coordinates coordinates =
        new Coordinates(
            objective.outputs(), data.statistics().standardDeviations(), data.statistics().means());
    Problem problem = new Problem(objective, coordinates, 1);
    RowBlock all = RowBlock.concat(data.blocks().collect());
    return Minimum.of(all, problem, REFERENCE_ITERATIONS, REFERENCE_TOLERANCE);
  }

  /**
   * The largest difference of two coefficients, relative to the second or to a thousandth of the
   * largest one. Those of several classes are compared less their mean, which no prediction shows.
   */
  static double deviation(double[] model, double[] optimal, int outputs) {
    double[] a = centred(model, outputs), b = centred(optimal, outputs);
    double largest = Arrays.stream(b).map(Math::abs).max().orElse(0), worst = 0;
    for (int i = 0; i < b.length - outputs; i++) {
      double size = Math.max(Math.abs(b[i]), 1e-3 * largest);
      worst = Math.max(worst, size == 0 ? 0 : Math.abs(a[i] - b[i]) / size);
    }
    return worst;
  }

  private static double[] centred(double[] model, int outputs) {
    double[] centred = model.clone();
    for (int i = 0; outputs > 1 && i < model.length; i += outputs) {
      double mean = Arrays.stream(model, i, i + outputs).average().orElse(0);
      for (int k = 0; k < outputs; k++) {
        centred[i + k] -= mean;
      }
    }
    return centred;
  }

  /** The objective of the best model without features. */
  private double guess(Engine engine, BlockData data, Objective objective) {
    double[] model = new double[objective.dimension()];
    int outputs = objective.outputs(), at = columns * outputs;
    double weight = data.labels().weight();
    if (task == LinearTask.LINEAR) {
      for (int c = 0; c < classes; c++) {
        model[at] += c * data.labels().classWeight(c) / weight;
      }
    } else {
      double[] logs = new double[classes];
      Arrays.setAll(logs, c -> Math.log(data.labels().classWeight(c) / weight));
      for (int k = 0; k < outputs; k++) {
        model[at + k] = outputs == 1 ? logs[1] - logs[0] : logs[k];
      }
    }
    return engine.meanLoss(data, objective, model);
  }

  /** The table that comparisons add their lines to. */
  public static Table table() {
    return new Table(
        "Milliseconds until the objective is near the optimum, and coefficients at the defaults",
        "set",
        "rows x features",
        "optimum",
        "method",
        "budget",
        "within 1 %",
        "0.1 %",
        "0.01 %",
        "1e-6",
        "ratio at 0.1 %",
        "at 1e-6",
        "coefficients");
  }

  /** Adds a line a solver. */
  public void addTo(Table table) {
    double[] near = ratios(SHOWN_GAP), nearest = ratios(TimeToTarget.GAPS.size() - 1);
    for (int c = 0; c < solvers.size(); c++) {
      List<String> line = new ArrayList<>();
      line.add(c == 0 ? set : "");
      line.add(c == 0 ? String.format(Locale.ROOT, "%,d x %,d", rows, columns) : "");
      line.add(c == 0 ? optimum() : "");
      line.add(solvers.get(c).name());
      line.add(
          results.get(c).stream()
              .map(result -> budget(result.budget()))
              .collect(Collectors.joining(" / ")));
      for (Result result : results.get(c)) {
        line.add(
            result.budget() == 0
                ? "not reached"
                : String.format(Locale.ROOT, "%.0f", result.milliseconds().median()));
      }
      line.add(c == 0 ? "1" : ratio("%.1f", near[c - 1]));
      line.add(c == 0 ? "1" : ratio("%.1f", nearest[c - 1]));
      line.add(c == 0 ? coefficients() : "");
      table.add(line);
    }
  }

  private static String budget(int budget) {
    return budget == 0 ? "-" : budget == Solver.FINISHED ? "finish" : String.valueOf(budget);
  }

  private String coefficients() {
    return Double.isNaN(coefficients) ? "-" : String.format(Locale.ROOT, "%.0e", coefficients);
  }

  private String optimum() {
    boolean separable = target.scale() != target.optimum();
    String text = String.format(Locale.ROOT, "%.6f", target.optimum());
    return separable ? text + String.format(Locale.ROOT, ", gap of %.3f", target.scale()) : text;
  }

  private static String ratio(String format, double ratio) {
    return Double.isInfinite(ratio)
        ? "only Stepless"
        : Double.isNaN(ratio) ? "neither" : Numbers.text(format, ratio);
  }

  /** Times of the others over that of Stepless at the gap that tables show, in a line. */
  public String line() {
    double[] ratios = ratios(SHOWN_GAP);
    String off = Double.isNaN(coefficients) ? "" : "; coefficients " + coefficients();
    return IntStream.range(0, ratios.length)
            .mapToObj(c -> solvers.get(c + 1).name() + " " + ratio("%.4g", ratios[c]))
            .collect(Collectors.joining("; "))
        + off;
  }

  /**
   * Times of the others over that of Stepless, for a gap: infinite where only Stepless came there,
   * 0 where only the other did, NaN where neither did.
   */
  public double[] ratios(int gap) {
    Result own = results.get(0).get(gap);
    double[] ratios = new double[solvers.size() - 1];
    for (int c = 1; c < solvers.size(); c++) {
      Result peer = results.get(c).get(gap);
      ratios[c - 1] =
          own.budget() == 0
              ? peer.budget() == 0 ? Double.NaN : 0
              : peer.budget() == 0
                  ? Double.POSITIVE_INFINITY
                  : peer.milliseconds().median() / own.milliseconds().median();
    }
    return ratios;
  }

  /** Median and least ratio to Spark's estimators over the comparisons of a task. */
  public static String summary(LinearTask task, List<PeerComparison> comparisons) {
    List<PeerComparison> own =
        comparisons.stream().filter(comparison -> comparison.task == task).toList();
    StringBuilder text = new StringBuilder();
    if (own.isEmpty()) {
      return task.text() + ": no set suits\n";
    }
    for (int c = 1; c < own.get(0).solvers.size(); c++) {
      String name = own.get(0).solvers.get(c).name().replaceFirst(", step .*", "");
      text.append(
          String.format(
              Locale.ROOT, "%s, time over that of Stepless where one of them comes there", name));
      for (int gap = 0; gap < TimeToTarget.GAPS.size(); gap++) {
        int at = c - 1, index = gap;
        double[] ratios =
            own.stream()
                .mapToDouble(comparison -> comparison.ratios(index)[at])
                .filter(ratio -> !Double.isNaN(ratio)) // neither came there
                .sorted()
                .toArray();
        if (ratios.length == 0) {
          continue;
        }
        double median = 0.5 * (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]);
        text.append(
            String.format(
                Locale.ROOT,
                "; within %s %%: median %s, least %s of %d",
                Numbers.text("%.4g", 100 * TimeToTarget.GAPS.get(gap)),
                ratio("%.1f", median),
                ratio("%.1f", ratios[0]),
                ratios.length));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** How far above the optimum every solver is, by passes or iterations. */
  public Chart chart() {
    Chart chart =
        Chart.logarithmic(
            set + ", " + task.text(), "passes or iterations", "objective above the optimum");
    for (int c = 0; c < solvers.size(); c++) {
      Map<Integer, Double> own = reached.get(c);
      Integer[] passes =
          own.keySet().stream().filter(b -> b < Solver.FINISHED).toArray(Integer[]::new);
      double[] budgets = Arrays.stream(passes).mapToDouble(budget -> budget).toArray();
      double[] gaps = Arrays.stream(passes).mapToDouble(b -> target.gap(own.get(b))).toArray();
      chart.add(solvers.get(c).name(), budgets, gaps);
    }
    return chart;
  }
}
