package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels that are all the same, as folds may hold; Spark's estimators say what is right. */
class ConstantLabelsTest {
  private static final Dataset<Row> ROWS = Samples.classes(30, 3, 2, 4).cache();

  private static Dataset<Row> labelled(double label) {
    return ROWS.withColumn("label", functions.lit(label));
  }

  private static void assertSame(LogisticRegressionModel spark, LogisticRegressionModel ours) {
    assertArrayEquals(spark.coefficientMatrix().toArray(), ours.coefficientMatrix().toArray(), 0);
    assertArrayEquals(spark.interceptVector().toArray(), ours.interceptVector().toArray(), 0);
    assertEquals(spark.coefficientMatrix().numRows(), ours.coefficientMatrix().numRows());
    List<Row> expected = spark.transform(ROWS).select("probability", "prediction").collectAsList();
    List<Row> actual = ours.transform(ROWS).select("probability", "prediction").collectAsList();
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(
          expected.get(i).<Vector>getAs(0).toArray(), actual.get(i).<Vector>getAs(0).toArray(), 0);
      assertEquals(expected.get(i).getDouble(1), actual.get(i).getDouble(1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "auto,0,0", "auto,1,0.3", "binomial,0,0", "binomial,1,0",
    "multinomial,0,0", "multinomial,1,0", "multinomial,4,0.3", "auto,4,0"
  })
  void oneClassIsPredictedForSure(String family, double label, double regParam) {
    Dataset<Row> rows = labelled(label);
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression().setFamily(family).setRegParam(regParam);
    assertSame(
        new LogisticRegression().setFamily(family).setRegParam(regParam).fit(rows),
        estimator.fit(rows));
    assertEquals(0, estimator.summary().objective());
    assertEquals(0, estimator.summary().epochs());
  }

  @Test
  void aClassWithoutWeightIsNotThere() {
    Dataset<Row> rows = ROWS.withColumn("weight", functions.col("label"));
    assertSame(
        new LogisticRegression().setWeightCol("weight").fit(rows),
        new SteplessLogisticRegression().setWeightCol("weight").fit(rows));
  }

  @Test
  void declaredClassesHaveIntercepts() {
    Column declared =
        functions
            .lit(4.0)
            .as(
                "label",
                NominalAttribute.defaultAttr().withName("l").withNumValues(6).toMetadata());
    Dataset<Row> rows = ROWS.select(functions.col("features"), declared);
    assertSame(new LogisticRegression().fit(rows), new SteplessLogisticRegression().fit(rows));
  }

  /**
   * Where two classes are declared and all rows are of class 0, Spark's model predicts class 1;
   * ours predicts what was seen.
   */
  @Test
  void declaredBinaryLabelsOfClassZero() {
    Column declared =
        functions
            .lit(0.0)
            .as(
                "label",
                NominalAttribute.defaultAttr().withName("l").withNumValues(2).toMetadata());
    Dataset<Row> rows = ROWS.select(functions.col("features"), declared);
    LogisticRegressionModel model = new SteplessLogisticRegression().fit(rows);
    assertEquals(Double.NEGATIVE_INFINITY, model.intercept());
    assertEquals(0, model.transform(ROWS).where("prediction = 1").count());
  }

  @Test
  void aSingleMultinomialClassWithoutInterceptHasNoCoefficients() {
    assertSame(
        new LogisticRegression().setFamily("multinomial").setFitIntercept(false).fit(labelled(0)),
        new SteplessLogisticRegression()
            .setFamily("multinomial")
            .setFitIntercept(false)
            .fit(labelled(0)));
  }

  @Test
  void aSupportVectorMachineRefusesOneClass() {
    assertThrows(IllegalArgumentException.class, () -> new LinearSVC().fit(labelled(0)));
    Messages.assertMessage(
        "separates two classes, but column 'label' has 1",
        () -> new SteplessLinearSVC().fit(labelled(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "l-bfgs"})
  void leastSquaresGivesTheLabel(String solver) {
    for (double regParam : new double[] {0, 0.3}) {
      for (double label : new double[] {0, 17}) {
        LinearRegressionModel spark =
            new LinearRegression().setSolver(solver).setRegParam(regParam).fit(labelled(label));
        LinearRegressionModel ours =
            new SteplessLinearRegression()
                .setSolver(solver)
                .setRegParam(regParam)
                .fit(labelled(label));
        assertArrayEquals(spark.coefficients().toArray(), ours.coefficients().toArray(), 0);
        assertEquals(label, ours.intercept());
        assertEquals(spark.intercept(), ours.intercept(), 1e-12);
      }
    }
    SteplessLinearRegression penalised =
        new SteplessLinearRegression().setRegParam(0.3).setFitIntercept(false);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new LinearRegression()
                .setSolver(solver)
                .setRegParam(0.3)
                .setFitIntercept(false)
                .fit(labelled(17)));
    Messages.assertMessage(
        "all labels of column 'label' are 17.0: regParam 0.3", () -> penalised.fit(labelled(17)));
    assertTrue(penalised.fit(labelled(0)).coefficients().numNonzeros() == 0);
  }
}
