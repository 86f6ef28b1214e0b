package org.stepless.bench.trials;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stepless.bench.trials.RuleComparison.Criterion;
import org.stepless.bench.trials.RuleComparison.Score;
import org.stepless.cli.report.Chart;
import org.stepless.methods.Methods;
import org.stepless.schedules.Constant;
import org.stepless.schedules.Cosine;
import org.stepless.schedules.InverseRoot;
import org.stepless.schedules.Linear;
import org.stepless.schedules.Schedule;
import org.stepless.schedules.ScheduleRefinement;
import org.stepless.schedules.ScheduleRefinement.Norm;
import org.stepless.schedules.StepDecay;

/**
 * One rule on one data set under several schedules. The refined one is made, as in Defazio,
 * Cutkosky, Mehta and Mishchenko, arXiv:2310.07831, from the gradient norms of a first run, here
 * under linear decay with the first seed: their l2 norms for rules that step along the gradient, l1
 * for those that scale coordinates.
 */
public final class ScheduleBench {
  /** The schedules, in the order of results. */
  public static final List<String> NAMES =
      List.of("constant", "linear", "cosine", "step-wise", "1/sqrt(t)", "refined");

  private static final List<Schedule> FIXED =
      List.of(new Constant(), new Linear(), new Cosine(), new StepDecay(), new InverseRoot());

  private static final int LINEAR = 1;
  private static final List<String> TUNED = List.of("sgd", "adam", "adamw");

  /** Rules whose steps are multiples of the gradient or of its average. */
  private static final List<String> ALONG_GRADIENT =
      List.of(
          "sgd",
          "spa",
          "mda",
          "dadaptsgd",
          "dadaptda",
          "resetting",
          "prodigygd",
          "prodigyda",
          "gradagrad",
          "momo",
          "dog",
          "dowg",
          "schedulefreesgd");

  /** What was reached under a schedule, and the schedule's multipliers. */
  public record Line(String schedule, Score score, double[] multipliers) {}

  private record Multipliers(double[] values) implements Schedule {
    @Override
    public double multiplier(long step, long totalSteps) {
      return values[(int) step];
    }
  }

  private final Trials trials;
  private final String rule;
  private final int epochs;
  private final RuleComparison comparison;

  public ScheduleBench(Trials trials, String rule, int epochs, int batch, int seeds) {
    this.trials = trials;
    this.rule = rule;
    this.epochs = epochs;
    comparison = new RuleComparison(trials, epochs, batch, seeds, Criterion.LOSS);
  }

  /** One line a schedule, in the order of {@link #NAMES}. */
  public List<Line> run() throws InterruptedException {
    List<Score> scores =
        new ArrayList<>(comparison.run(FIXED.stream().map(this::candidate).toList()));
    double[] norms = norms(scores.get(LINEAR));
    List<Schedule> schedules = new ArrayList<>(FIXED);
    schedules.add(new Multipliers(new ScheduleRefinement(norm()).multipliers(norms)));
    scores.addAll(comparison.run(List.of(candidate(schedules.get(FIXED.size())))));
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < schedules.size(); i++) {
      Schedule schedule = schedules.get(i);
      double[] multipliers = new double[norms.length];
      Arrays.setAll(multipliers, step -> schedule.multiplier(step, multipliers.length));
      lines.add(new Line(NAMES.get(i), scores.get(i), multipliers));
    }
    return lines;
  }

  private Candidate candidate(Schedule schedule) {
    return TUNED.contains(rule) ? Candidate.tuned(rule, schedule) : Candidate.of(rule, schedule);
  }

  private Norm norm() {
    String name = Methods.CATALOG.print(Methods.parse(rule)).replaceFirst("\\W.*", "");
    return ALONG_GRADIENT.contains(name) ? Norm.L2 : Norm.L1;
  }

  private double[] norms(Score linear) {
    var history = linear.results().get(0).norms();
    return norm() == Norm.L1 ? history.norms1() : history.norms2();
  }

  /** Loss by epoch under every schedule. */
  public Chart losses(List<Line> lines) {
    Chart chart = Chart.logarithmic(title() + "training loss", "epoch", "mean loss");
    lines.forEach(line -> chart.add(line.schedule(), line.score().epochLosses()));
    return chart;
  }

  /** The multipliers of every schedule over the run. */
  public Chart multipliers(List<Line> lines) {
    Chart chart = Chart.lines(title() + "schedules", "epoch", "multiplier");
    for (Line line : lines) {
      double[] at = new double[line.multipliers().length];
      Arrays.setAll(at, step -> (double) step * epochs / at.length);
      chart.add(line.schedule(), at, line.multipliers());
    }
    return chart;
  }

  private String title() {
    return trials.set().name() + ", " + rule + ": ";
  }
}
