package org.stepless.bench.trials;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.stepless.bench.trials.RuleComparison.Score;
import org.stepless.cli.report.Table;

/**
 * Compares candidates over several data sets. The first candidate is the peer, whose best rule on
 * each set the others are measured by.
 */
public final class Ranking {
  /** How near to the peer's loss counts as the same: relative, and absolute near zero. */
  private static final double RELATIVE = 0.01, ABSOLUTE = 0.01;

  private static final double LARGE = 1e5;

  private final List<String> sets;
  private final List<List<List<Score>>> scores;
  private final List<List<Score>> best;

  /**
   * @param sets names of the data sets
   * @param scores for every set, for every candidate, for every rule that it tried
   */
  public Ranking(List<String> sets, List<List<List<Score>>> scores) {
    this.sets = sets;
    this.scores = scores;
    best =
        scores.stream()
            .map(candidates -> candidates.stream().map(Ranking::lowest).toList())
            .toList();
  }

  private static Score lowest(List<Score> tried) {
    return tried.stream()
        .min(Comparator.comparingDouble(score -> score.loss().mean()))
        .orElseThrow();
  }

  /** On how many sets the loss of a candidate is within 1 % or 0.01 of the peer's, or lower. */
  public int near(int candidate) {
    return (int)
        best.stream().filter(set -> isNear(loss(set.get(candidate)), loss(set.get(0)))).count();
  }

  static boolean isNear(double loss, double peer) {
    return loss <= peer + Math.max(ABSOLUTE, RELATIVE * peer);
  }

  /** Mean over the sets of the place by loss, from 1; equal losses share their places. */
  public double meanRank(int candidate) {
    return best.stream().mapToDouble(set -> rank(set, candidate)).average().orElseThrow();
  }

  private static double rank(List<Score> set, int candidate) {
    double own = loss(set.get(candidate));
    long lower = set.stream().filter(other -> Double.compare(loss(other), own) < 0).count();
    long equal = set.stream().filter(other -> Double.compare(loss(other), own) == 0).count();
    return lower + (equal + 1) / 2.0;
  }

  private static double loss(Score score) {
    return score.loss().mean();
  }

  /** Candidates by their mean rank, with the number of sets on which they come near the peer. */
  public Table ranks() {
    String near = "within 1 % or 0.01 of " + name(0);
    Table table =
        new Table(
            "Places by final training loss on %d sets".formatted(sets.size()),
            "rule",
            "mean place",
            near,
            "first");
    order()
        .forEach(
            i ->
                table.add(
                    name(i),
                    number("%.1f", meanRank(i)),
                    "%d of %d".formatted(near(i), sets.size()),
                    String.valueOf(best.stream().filter(set -> rank(set, i) < 2).count())));
    return table;
  }

  /** Final training loss, mean over the seeds. */
  public Table losses() {
    return perSet("Final training loss", score -> number("%.5f", loss(score)));
  }

  /** Final training accuracy in percent, mean over the seeds. */
  public Table accuracies() {
    return perSet(
        "Final training accuracy in percent",
        score -> number("%.2f", 100 * score.accuracy().mean()));
  }

  private Table perSet(String title, Function<Score, String> cell) {
    Table table = new Table(title, header("rule"));
    order()
        .forEach(
            i -> {
              List<String> row = new ArrayList<>(List.of(name(i)));
              best.forEach(set -> row.add(cell.apply(set.get(i))));
              table.add(row);
            });
    return table;
  }

  /** Final training loss of everything that the peer tried. */
  public Table grid() {
    Table table = new Table("Final training loss of " + name(0), header("rule"));
    int rules = scores.get(0).get(0).size();
    for (int r = 0; r < rules; r++) {
      List<String> row = new ArrayList<>(List.of(scores.get(0).get(0).get(r).rule()));
      for (List<List<Score>> set : scores) {
        row.add(number("%.5f", loss(set.get(0).get(r))));
      }
      table.add(row);
    }
    return table;
  }

  private List<String> header(String first) {
    List<String> header = new ArrayList<>(List.of(first));
    header.addAll(sets);
    return header;
  }

  private String name(int candidate) {
    return best.get(0).get(candidate).candidate().name();
  }

  private List<Integer> order() {
    double[] ranks = IntStream.range(0, best.get(0).size()).mapToDouble(this::meanRank).toArray();
    Integer[] order = IntStream.range(0, ranks.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> ranks[i]));
    return List.of(order);
  }

  private static String number(String format, double value) {
    boolean wide = Math.abs(value) >= LARGE; // on its way to overflow
    return Double.isNaN(value)
        ? "diverged"
        : String.format(Locale.ROOT, wide ? "%.1e" : format, value);
  }
}
