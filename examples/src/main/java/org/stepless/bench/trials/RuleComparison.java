package org.stepless.bench.trials;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.stepless.bench.common.Mean;
import org.stepless.bench.trials.Trials.Result;
import org.stepless.bench.trials.Trials.Trial;

/** Candidates on one data set, each with the same seeds. */
public final class RuleComparison {

  /** By what the best of several rates is chosen, as the papers at hand do. */
  public enum Criterion {
    LOSS(result -> result.loss()),
    ACCURACY(result -> -result.accuracy());

    private final ToDoubleFunction<Result> cost;

    Criterion(ToDoubleFunction<Result> cost) {
      this.cost = cost;
    }
  }

  /**
   * What a candidate reached with one of its rules.
   *
   * @param results one a seed
   */
  public record Score(Candidate candidate, String rule, List<Result> results) {

    public Mean loss() {
      return mean(Result::loss);
    }

    public Mean accuracy() {
      return mean(Result::accuracy);
    }

    private Mean mean(ToDoubleFunction<Result> value) {
      return Mean.of(results.stream().mapToDouble(value).toArray());
    }

    /** Means over the seeds of the loss of every epoch. */
    public double[] epochLosses() {
      double[] sum = new double[results.get(0).epochLosses().length];
      for (Result result : results) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += result.epochLosses()[i] / results.size();
        }
      }
      return sum;
    }
  }

  private final Trials trials;
  private final int epochs;
  private final int batch;
  private final int seeds;
  private final Criterion criterion;

  /**
   * @param seeds how many; they are 1, 2, ...
   */
  public RuleComparison(Trials trials, int epochs, int batch, int seeds, Criterion criterion) {
    this.trials = trials;
    this.epochs = epochs;
    this.batch = batch;
    this.seeds = seeds;
    this.criterion = criterion;
  }

  /** Runs all rules of all candidates; a list a candidate, a score a rule. */
  public List<List<Score>> runAll(List<Candidate> candidates) throws InterruptedException {
    List<Trial> all = new ArrayList<>();
    for (Candidate candidate : candidates) {
      for (String rule : candidate.rules()) {
        LongStream.rangeClosed(1, seeds)
            .forEach(seed -> all.add(new Trial(rule, candidate.schedule(), epochs, batch, seed)));
      }
    }
    List<Result> results = trials.run(all);
    List<List<Score>> scores = new ArrayList<>();
    int at = 0;
    for (Candidate candidate : candidates) {
      List<Score> own = new ArrayList<>();
      for (String rule : candidate.rules()) {
        own.add(new Score(candidate, rule, List.copyOf(results.subList(at, at + seeds))));
        at += seeds;
      }
      scores.add(own);
    }
    return scores;
  }

  /** The best score of every candidate. */
  public List<Score> run(List<Candidate> candidates) throws InterruptedException {
    return runAll(candidates).stream().map(this::best).toList();
  }

  /** The rule whose mean over the seeds is best; one that diverged is worse than all others. */
  public Score best(List<Score> scores) {
    return scores.stream()
        .min(Comparator.comparingDouble(score -> score.mean(criterion.cost).mean()))
        .orElseThrow();
  }
}
