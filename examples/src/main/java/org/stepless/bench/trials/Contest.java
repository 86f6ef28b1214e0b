package org.stepless.bench.trials;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.stepless.bench.common.Mean;
import org.stepless.bench.trials.Trials.Outcome;
import org.stepless.bench.trials.Trials.Trial;

/** Contenders on one data set, each with the same seeds. */
public final class Contest {

  /** By what the best of several rates is chosen, as the papers at hand do. */
  public enum Criterion {
    LOSS(outcome -> outcome.loss()),
    ACCURACY(outcome -> -outcome.accuracy());

    private final ToDoubleFunction<Outcome> cost;

    Criterion(ToDoubleFunction<Outcome> cost) {
      this.cost = cost;
    }
  }

  /**
   * What a contender reached with one of its rules.
   *
   * @param outcomes one a seed
   */
  public record Standing(Contender contender, String rule, List<Outcome> outcomes) {

    public Mean loss() {
      return mean(Outcome::loss);
    }

    public Mean accuracy() {
      return mean(Outcome::accuracy);
    }

    private Mean mean(ToDoubleFunction<Outcome> value) {
      return Mean.of(outcomes.stream().mapToDouble(value).toArray());
    }

    /** Means over the seeds of the loss of every epoch. */
    public double[] epochLosses() {
      double[] sum = new double[outcomes.get(0).epochLosses().length];
      for (Outcome outcome : outcomes) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += outcome.epochLosses()[i] / outcomes.size();
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
  public Contest(Trials trials, int epochs, int batch, int seeds, Criterion criterion) {
    this.trials = trials;
    this.epochs = epochs;
    this.batch = batch;
    this.seeds = seeds;
    this.criterion = criterion;
  }

  /** Runs all rules of all contenders; a list a contender, a standing a rule. */
  public List<List<Standing>> runAll(List<Contender> contenders) throws InterruptedException {
    List<Trial> all = new ArrayList<>();
    for (Contender contender : contenders) {
      for (String rule : contender.rules()) {
        LongStream.rangeClosed(1, seeds)
            .forEach(seed -> all.add(new Trial(rule, contender.schedule(), epochs, batch, seed)));
      }
    }
    List<Outcome> outcomes = trials.run(all);
    List<List<Standing>> standings = new ArrayList<>();
    int at = 0;
    for (Contender contender : contenders) {
      List<Standing> own = new ArrayList<>();
      for (String rule : contender.rules()) {
        own.add(new Standing(contender, rule, List.copyOf(outcomes.subList(at, at + seeds))));
        at += seeds;
      }
      standings.add(own);
    }
    return standings;
  }

  /** The best standing of every contender. */
  public List<Standing> run(List<Contender> contenders) throws InterruptedException {
    return runAll(contenders).stream().map(this::best).toList();
  }

  /** The rule whose mean over the seeds is best; one that diverged is worse than all others. */
  public Standing best(List<Standing> standings) {
    return standings.stream()
        .min(Comparator.comparingDouble(standing -> standing.mean(criterion.cost).mean()))
        .orElseThrow();
  }
}
