package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
  private static final Dataset<Row> BINARY = Samples.classes(1000, 4, 2, 1);
  private static final Dataset<Row> MULTI = Samples.classes(1000, 4, 3, 2);

  private static SteplessLogisticRegression logistic() {
    return new SteplessLogisticRegression().setMaxEpochs(3);
  }

  private static void assertSame(LogisticRegressionModel a, LogisticRegressionModel b) {
    assertEquals(a.coefficientMatrix(), b.coefficientMatrix());
    assertEquals(a.interceptVector(), b.interceptVector());
  }

  @Test
  void equalAnExplicitWeightColumnToTheLastBit() {
    Dataset<Row> explicit =
        MULTI.selectExpr(
            "features",
            "label",
            "weight * case label when 0 then 0.3D when 1 then 1.7D else 2.9D end as product",
            "case label when 0 then 0.3D when 1 then 1.7D else 2.9D end as factor");
    assertSame(
        logistic().setWeightCol("product").fit(explicit),
        logistic().setWeightCol("weight").setClassWeights(0.3, 1.7, 2.9).fit(MULTI));
    assertSame(
        logistic().setWeightCol("factor").fit(explicit),
        logistic().setClassWeights("0.3,1.7, 2.9").fit(MULTI));
    LinearSVCModel svc =
        new SteplessLinearSVC().setMaxEpochs(2).setClassWeights(2, 0.7).fit(BINARY);
    Dataset<Row> weighted = BINARY.selectExpr("*", "if(label = 0, 2.0D, 0.7D) as factor");
    assertEquals(
        new SteplessLinearSVC().setMaxEpochs(2).setWeightCol("factor").fit(weighted).coefficients(),
        svc.coefficients());
  }

  /** The weights of the rows are multiples of 1/2, so that SQL may add them in any order. */
  @Test
  void balancedGivesEveryClassTheSameWeight() {
    Dataset<Row> rows = MULTI.where("label > 0 or weight > 3");
    rows.createOrReplaceTempView("rows");
    Dataset<Row> explicit =
        rows.sparkSession()
            .sql(
                "select features, label, weight * ((select sum(weight) from rows) / (3 * w)) as"
                    + " product from rows join (select label as l, sum(weight) as w from rows"
                    + " group by label) on label = l");
    SteplessLogisticRegression balanced =
        logistic().setMode("synchronous").setBatchSize(100000).setMaxEpochs(10);
    LogisticRegressionModel expected =
        balanced.copy(new ParamMap()).setWeightCol("product").fit(explicit);
    LogisticRegressionModel actual =
        balanced.setWeightCol("weight").setClassWeights("balanced").fit(rows);
    for (int i = 0; i < 12; i++) {
      assertEquals(
          expected.coefficientMatrix().toArray()[i],
          actual.coefficientMatrix().toArray()[i],
          1e-9); // the join orders the rows anew
    }
  }

  @Test
  void wrongWeightsAreRefused() {
    String allowed = "classWeights must be none, balanced, or one number a class";
    Messages.assertMessage(allowed, () -> logistic().setClassWeights("1;2"));
    Messages.assertMessage(allowed, () -> logistic().setClassWeights(1, -1));
    Messages.assertMessage(allowed, () -> logistic().setClassWeights(1, Double.NaN));
    Messages.assertMessage(
        "classWeights gives factors for 2 classes, but there is a row of class 2",
        () -> logistic().setClassWeights(1, 2).fit(MULTI));
    Messages.assertMessage(
        "label 0.5 is no class",
        () ->
            logistic()
                .setClassWeights("balanced")
                .fit(MULTI.selectExpr("features", "label + 0.5 as label")));
    Messages.assertMessage(
        "column 'weight' gives all rows",
        () ->
            logistic()
                .setWeightCol("weight")
                .fit(MULTI.selectExpr("features", "label", "0.0 as weight")));
  }
}
