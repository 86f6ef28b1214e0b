package org.stepless.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.stepless.bench.peers.Solver.Fitted;
import org.stepless.bench.peers.TimeToTarget.Result;
import org.stepless.bench.peers.TimeToTarget.Target;
import org.stepless.cli.Commands;
import org.stepless.cli.input.ClassFile;
import org.stepless.data.RowBlock;
import org.stepless.losses.Logistic;
import org.stepless.losses.Objective;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.FeatureCoordinates;
import org.stepless.spark.rows.FrameReader;
import org.stepless.training.Problem;

class TimeToTargetTest {

  /** Halves its objective with every unit of budget; notes what it was asked for. */
  private static Solver halving(boolean withHistory, List<Integer> asked) {
    return LinearTask.of(
        "halving",
        100,
        budget -> {
          asked.add(budget);
          double[] history = new double[budget];
          Arrays.setAll(history, i -> 1 + Math.pow(0.5, i + 1));
          return new Fitted(new double[] {history[budget - 1]}, withHistory ? history : null);
        });
  }

  @Test
  void theSmallestBudgetThatSufficesIsTimed() {
    List<Integer> asked = new ArrayList<>();
    Solver exact = halving(true, asked), tried = halving(false, new ArrayList<>());
    TimeToTarget measure = new TimeToTarget(model -> model[0]);
    Target target = Target.of(1, 2);
    List<Map<Integer, Double>> reached =
        List.of(measure.explore(exact, 0), measure.explore(tried, target.objective(1e-6)));
    assertEquals(List.of(100), asked);
    asked.clear();
    List<List<Result>> results = measure.run(List.of(exact, tried), reached, target, 1, 2);
    // 2^-7 < 0.01, 2^-10 < 0.001, 2^-14 < 0.0001, 2^-20 < 1e-6; the ladder has these as well.
    for (List<Result> own : results) {
      assertEquals(List.of(7, 10, 14, 20), own.stream().map(Result::budget).toList());
      own.forEach(result -> assertEquals(2, result.milliseconds().size()));
    }
    assertEquals(
        Map.of(7, 3L, 10, 3L, 14, 3L, 20, 3L),
        asked.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
  }

  /** Passes come to 1.125 of an optimum of 1 at best; the fit at the defaults to it. */
  @Test
  void fitsAtTheDefaultsCountWherePassesDoNotSuffice() {
    Solver finishing =
        new Solver() {
          @Override
          public String name() {
            return "finishing";
          }

          @Override
          public int largestBudget() {
            return 3;
          }

          @Override
          public boolean finishes() {
            return true;
          }

          @Override
          public Fitted fit(int budget) {
            double value = budget == FINISHED ? 1 : 1 + Math.pow(0.5, budget);
            return new Fitted(new double[] {value}, null);
          }
        };
    TimeToTarget measure = new TimeToTarget(model -> model[0]);
    Map<Integer, Double> reached = measure.explore(finishing, 1);
    assertEquals(Map.of(1, 1.5, 2, 1.25, 3, 1.125, Solver.FINISHED, 1.0), reached);
    List<Result> results =
        measure.run(List.of(finishing), List.of(reached), new Target(1, 1), 0, 1).get(0);
    results.forEach(result -> assertEquals(Solver.FINISHED, result.budget()));
  }

  @Test
  void whatIsNotReachedHasNoBudget() {
    assertEquals(0, TimeToTarget.budget(Map.of(1, 3.0, 2, Double.NaN), 2.0));
    assertEquals(2, TimeToTarget.budget(Map.of(1, 3.0, 2, 2.0, 3, 1.0), 2.0));
  }

  @Test
  void gapsOfSeparableRowsAreRelativeToAGuess() {
    assertEquals(0.5, Target.of(1e-5, 2).gap(1 + 1e-5), 1e-12);
    assertEquals(0.5, Target.of(2, 3).gap(3), 1e-12);
  }

  @Test
  void theReferenceIsSparksOptimum() {
    String file = Commands.DATA.resolve("digits.libsvm.gz").toString();
    try (ClassFile read = ClassFile.read(Commands.spark(), "--input", file, 1)) {
      Dataset<Row> rows = read.frame().selectExpr("cast(label = 8 as double) as label", "features");
      double[] history =
          new LogisticRegression()
              .setTol(1e-14)
              .setMaxIter(500)
              .fit(rows)
              .summary()
              .objectiveHistory();
      Objective objective = new Objective(new Logistic(), 64, true, null);
      try (BlockData data =
          BlockData.persist(
              FrameReader.blocks(rows, "features", "label", null, label -> {}), "digits")) {
        RowBlock block = RowBlock.concat(data.blocks().collect());
        assertNull(FeatureCoordinates.RAW.of(data, 1, true));
        Problem problem = new Problem(objective, FeatureCoordinates.AUTO.of(data, 1, true), 1);
        double minimum = Minimum.of(block, problem, 3000, 1e-13).value();
        double sparks = history[history.length - 1];
        assertEquals(sparks, minimum, 1e-4 * sparks);
        assertTrue(minimum <= sparks * (1 + 1e-9), minimum + " above Spark's " + sparks);
      }
    }
  }
}
