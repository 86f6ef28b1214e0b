package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Spark's name for the length of training. */
class MaxIterTest {
  private static final Dataset<Row> ROWS = Samples.classes(200, 4, 2, 8).cache();

  @Test
  void boundsThePassesOfLinearModels() {
    SteplessLogisticRegression estimator = new SteplessLogisticRegression().setFinish("none");
    estimator.fit(ROWS);
    assertEquals(30, estimator.summary().epochs());
    estimator.setMaxIter(3).fit(ROWS);
    assertEquals(3, estimator.summary().epochs());
    estimator.setMaxIter(50).fit(ROWS);
    assertEquals(30, estimator.summary().epochs());
    estimator.setMaxEpochs(40).fit(ROWS);
    assertEquals(40, estimator.summary().epochs());
    estimator.setMaxIter(7).fit(ROWS);
    assertEquals(7, estimator.summary().epochs());
  }

  /** Newton's method needs more than one step here, and a truncated one as well. */
  @Test
  void boundsTheStepsOfTheFinish() {
    for (String finish : new String[] {"newton", "tron"}) {
      SteplessLogisticRegression estimator =
          new SteplessLogisticRegression().setFinish(finish).setMaxIter(1);
      estimator.fit(ROWS);
      assertEquals(1, estimator.summary().finish().steps(), finish);
      assertFalse(estimator.summary().finish().converged(), finish);
      estimator.setMaxIter(100).fit(ROWS);
      assertTrue(estimator.summary().finish().steps() > 1, finish);
      assertTrue(estimator.summary().finish().converged(), finish);
    }
  }

  @Test
  void standsForTheEpochsOfNetworksAndMachines() {
    SteplessMultilayerPerceptronClassifier network =
        new SteplessMultilayerPerceptronClassifier().setLayers(4, 2).setMaxIter(35);
    network.fit(ROWS);
    assertEquals(35, network.summary().epochs());
    network.setMaxEpochs(2).fit(ROWS);
    assertEquals(2, network.summary().epochs());
    SteplessFMClassifier machine = new SteplessFMClassifier().setFactorSize(2).setMaxIter(2);
    machine.fit(ROWS);
    assertEquals(2, machine.summary().epochs());
  }

  /** The start predicts the classes' frequencies, with half a row more of each. */
  @Test
  void noIterationLeavesTheStart() {
    SteplessLogisticRegression estimator = new SteplessLogisticRegression().setMaxIter(0);
    LogisticRegressionModel model = estimator.fit(ROWS);
    double ones = ROWS.where("label = 1").count(), zeros = ROWS.count() - ones;
    assertArrayEquals(new double[4], model.coefficients().toArray(), 0);
    assertEquals(Math.log((ones + 0.5) / (zeros + 0.5)), model.intercept(), 1e-12);
    double share = 1 / (1 + Math.exp(-model.intercept()));
    double expected = -(ones * Math.log(share) + zeros * Math.log(1 - share)) / (ones + zeros);
    assertEquals(expected, estimator.summary().objective(), 1e-12);
    assertEquals(0, estimator.summary().epochs());
    assertTrue(estimator.summary().stopReason().contains("maxIter is 0"));
    estimator.setInitialModel(new SteplessLogisticRegression().fit(ROWS));
    assertEquals(
        new SteplessLogisticRegression().fit(ROWS).coefficients(),
        estimator.fit(ROWS).coefficients());
  }
}
