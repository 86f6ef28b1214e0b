package org.stepless.bench.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepless.bench.common.Mean;
import org.stepless.bench.trials.RuleComparison.Score;
import org.stepless.bench.trials.Trials.Result;
import org.stepless.schedules.Linear;
import org.stepless.training.StepHistory;

class RankingTest {

  private static Score score(String rule, double... losses) {
    List<Result> results =
        Arrays.stream(losses)
            .mapToObj(
                loss -> new Result(loss, 0.5, new double[0], new double[0], new StepHistory()))
            .toList();
    return new Score(Candidate.of(rule, new Linear()), rule, results);
  }

  @Test
  void meansHaveTheStandardErrorOfTheMean() {
    Mean mean = Mean.of(1, 2, 3, 6);
    assertEquals(3, mean.mean());
    assertEquals(Math.sqrt(14.0 / 3 / 4), mean.error(), 1e-15);
    assertEquals("3.0 (1.1)", mean.text("%.1f", 1));
    assertEquals("diverged", Mean.of(1, Double.NaN).text("%.1f", 1));
    assertEquals("1.00", Mean.of(1).text("%.2f", 1));
  }

  @Test
  void nearIsOnePercentOrAHundredth() {
    assertTrue(Ranking.isNear(0.01, 0));
    assertFalse(Ranking.isNear(0.0101, 0));
    assertTrue(Ranking.isNear(2.02, 2));
    assertFalse(Ranking.isNear(2.021, 2));
    assertFalse(Ranking.isNear(Double.NaN, 2));
  }

  @Test
  void placesAreMeansOverSetsAndSharedWhereEqual() {
    // On both sets the peer's best rate counts: 1.0 and 2.0.
    List<List<List<Score>>> sets =
        List.of(
            List.of(
                List.of(score("adam(lr=1)", 9, 9), score("adam(lr=2)", 0.5, 1.5)),
                List.of(score("prodigy", 1.0)),
                List.of(score("sgd", Double.NaN))),
            List.of(
                List.of(score("adam(lr=1)", 2.0), score("adam(lr=2)", Double.NaN)),
                List.of(score("prodigy", 1.0)),
                List.of(score("sgd", 2.5))));
    Ranking ranking = new Ranking(List.of("one", "two"), sets);
    assertEquals((1.5 + 2) / 2, ranking.meanRank(0));
    assertEquals((1.5 + 1) / 2, ranking.meanRank(1));
    assertEquals(3, ranking.meanRank(2));
    assertEquals(2, ranking.near(1));
    assertEquals(0, ranking.near(2));
    assertEquals("prodigy", ranking.ranks().rows().get(0).get(0));
    assertEquals(List.of("sgd", "diverged", "2.50000"), ranking.losses().rows().get(2));
    assertEquals(List.of("adam(lr=2)", "1.00000", "diverged"), ranking.grid().rows().get(1));
  }
}
