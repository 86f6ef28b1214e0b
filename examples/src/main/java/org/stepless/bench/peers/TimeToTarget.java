package org.stepless.bench.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.stepless.bench.common.Times;

/**
 * How long solvers take until their training objective is near the optimum.
 *
 * <p>First, without the clock, the smallest budget (iterations, passes) is found with which each
 * solver comes near enough; then fits with these budgets are timed, in turn, as someone would run
 * them who knew when to stop. So the search costs nobody time, and the time of a fit includes all
 * that a user waits for. A solver that finishes is timed at its defaults as well, and the shorter
 * of the two times counts.
 */
public final class TimeToTarget {
  /** How far above the optimum counts as there, relative to {@link Target#scale}. */
  public static final List<Double> GAPS = List.of(0.01, 0.001, 0.0001, 1e-6);

  /** Budgets to try where a solver reports no history: each about 1.4 times the one before. */
  private static final int[] LADDER = {
    1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 42, 60, 85, 120, 170, 240, 340, 480, 680, 960, 1360, 1920,
    2720, 3840, 5440, 7680
  };

  /**
   * Where solvers must come to.
   *
   * @param optimum the lowest objective
   * @param scale what gaps are relative to: the optimum, or the objective of a guess where rows can
   *     be fitted exactly
   */
  public record Target(double optimum, double scale) {
    /** An optimum below this share of a guess's objective counts as 0. */
    private static final double SEPARABLE = 0.01;

    /**
     * @param guess objective of the best model without features
     */
    public static Target of(double optimum, double guess) {
      return new Target(optimum, optimum < SEPARABLE * guess ? guess : optimum);
    }

    double objective(double gap) {
      return optimum + gap * scale;
    }

    /** How far an objective is above the optimum, relative to the scale. */
    public double gap(double objective) {
      return (objective - optimum) / scale;
    }
  }

  /**
   * What a solver needs for a gap.
   *
   * @param budget 0 if none suffices
   * @param milliseconds of fits with it; none if no budget suffices
   */
  public record Result(int budget, Times milliseconds) {}

  /** With more passes than these nobody would do without the finish. */
  private static final int MOST_WITHOUT_FINISH = 60;

  private final ToDoubleFunction<double[]> objective;

  /**
   * @param objective of a model over all rows
   */
  public TimeToTarget(ToDoubleFunction<double[]> objective) {
    this.objective = objective;
  }

  /** Objectives that a solver reaches, by budget; stops where the goal is met. */
  public Map<Integer, Double> explore(Solver solver, double goal) {
    Map<Integer, Double> reached = new LinkedHashMap<>();
    double[] history = solver.fit(solver.largestBudget()).history();
    if (history != null) {
      IntStream.range(0, history.length).forEach(i -> reached.put(i + 1, history[i]));
      return reached;
    }
    int most = solver.largestBudget();
    if (solver.finishes()) {
      double value = objective.applyAsDouble(solver.fit(Solver.FINISHED).model());
      reached.put(Solver.FINISHED, value);
      most = value <= goal ? Math.min(most, MOST_WITHOUT_FINISH) : most;
    }
    for (int budget : LADDER) {
      if (budget <= most) {
        double value = objective.applyAsDouble(solver.fit(budget).model());
        reached.put(budget, value);
        if (value <= goal) {
          break;
        }
      }
    }
    return reached;
  }

  /** The smallest budget that comes to a target; 0 if none does. */
  static int budget(Map<Integer, Double> reached, double target) {
    return reached.entrySet().stream()
        .filter(entry -> entry.getValue() <= target)
        .mapToInt(Map.Entry::getKey)
        .min()
        .orElse(0);
  }

  /** The smallest budget that comes to a target, and the fit at the defaults if that does too. */
  private static IntStream budgets(Map<Integer, Double> reached, double target) {
    double finished = reached.getOrDefault(Solver.FINISHED, Double.NaN);
    return IntStream.of(budget(reached, target), finished <= target ? Solver.FINISHED : 0)
        .filter(budget -> budget > 0)
        .distinct();
  }

  /**
   * Times the fits of all solvers.
   *
   * @param reached what {@link #explore} found for each
   * @return for every solver, for every gap
   */
  public List<List<Result>> run(
      List<Solver> solvers,
      List<Map<Integer, Double>> reached,
      Target target,
      int warmUp,
      int repeat) {
    List<Map<Integer, Times>> times = new ArrayList<>();
    for (Map<Integer, Double> own : reached) {
      Map<Integer, Times> byBudget = new LinkedHashMap<>();
      for (double gap : GAPS) {
        budgets(own, target.objective(gap)).forEach(budget -> byBudget.put(budget, new Times()));
      }
      times.add(byBudget);
    }
    for (int i = -warmUp; i < repeat; i++) {
      for (int c = 0; c < solvers.size(); c++) {
        Solver solver = solvers.get(c);
        int round = i;
        times.get(c).forEach((budget, of) -> time(solver, budget, round < 0 ? null : of));
      }
    }
    List<List<Result>> results = new ArrayList<>();
    for (int c = 0; c < solvers.size(); c++) {
      List<Result> own = new ArrayList<>();
      for (double gap : GAPS) {
        Map<Integer, Times> of = times.get(c);
        own.add(
            budgets(reached.get(c), target.objective(gap))
                .mapToObj(budget -> new Result(budget, of.get(budget)))
                .min(Comparator.comparingDouble(result -> result.milliseconds().median()))
                .orElse(new Result(0, new Times())));
      }
      results.add(own);
    }
    return results;
  }

  private static void time(Solver solver, int budget, Times times) {
    long start = System.nanoTime();
    solver.fit(budget);
    if (times != null) {
      times.add((System.nanoTime() - start) * 1e-6);
    }
  }
}
