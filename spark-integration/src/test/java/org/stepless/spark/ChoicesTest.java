package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.stepless.spark.Messages.assertMessage;

import java.util.Arrays;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.stepless.optimizer.Method;

/** Params as users write them: in any case, empty, null, as arrays; and how models keep them. */
class ChoicesTest {
  private static final Dataset<Row> ROWS = Samples.classes(60, 3, 2, 1).cache();

  @Test
  void choicesAreReadInAnyCase() {
    SteplessLogisticRegression estimator = new SteplessLogisticRegression().setMaxEpochs(2);
    LogisticRegressionModel expected =
        estimator.setFamily("multinomial").setMode("local").setCoordinates("raw").fit(ROWS);
    LogisticRegressionModel model =
        estimator.setFamily("Multinomial").setMode("LOCAL").setCoordinates("Raw").fit(ROWS);
    assertEquals(expected.coefficientMatrix(), model.coefficientMatrix());
    // Kept as it was written, as Spark's model keeps it.
    LogisticRegressionModel spark =
        new LogisticRegression().setFamily("Multinomial").setMaxIter(1).fit(ROWS);
    assertEquals(spark.getFamily(), model.getFamily());
  }

  /** Spark's own models accept these names in their case only. */
  @Test
  void modelsHaveTheSpellingThatTheyAccept() {
    LinearRegressionModel model =
        new SteplessLinearRegression()
            .setLoss("HUBER")
            .setSolver("L-BFGS")
            .setMaxEpochs(2)
            .fit(ROWS);
    assertEquals("huber", model.getLoss());
    assertEquals("l-bfgs", model.getSolver());
    assertFalse(Double.isNaN(model.scale()));
    FMClassificationModel machine =
        new SteplessFMClassifier().setSolver("ADAMW").setMaxEpochs(1).fit(ROWS);
    assertEquals("adamW", machine.getSolver());
    assertMessage(
        "solver must be one of auto, l-bfgs, normal, was 'sgd'",
        () -> new SteplessLinearRegression().setSolver("sgd"));
  }

  @Test
  void normalIsRefusedWhereSparkRefusesIt() {
    LinearRegression spark = new LinearRegression().setSolver("normal").setLoss("huber");
    assertThrows(IllegalArgumentException.class, () -> spark.fit(ROWS));
    SteplessLinearRegression ours =
        new SteplessLinearRegression().setSolver("Normal").setLoss("huber");
    assertMessage("solver is normal, which is for loss squaredError", () -> ours.fit(ROWS));
    Dataset<Row> wide =
        Samples.frame(
            java.util.List.of(
                RowFactory.create(unit(4097, 0), 1.0, 1.0),
                RowFactory.create(unit(4097, 1), 2.0, 1.0)));
    spark.setLoss("squaredError");
    assertThrows(Exception.class, () -> spark.fit(wide));
    ours.setLoss("squaredError");
    assertMessage("at most 4096 features, but there are 4097", () -> ours.fit(wide));
  }

  private static Vector unit(int columns, int column) {
    return Vectors.sparse(columns, new int[] {column}, new double[] {1});
  }

  @Test
  void anEmptyNameIsNoColumn() {
    LogisticRegressionModel plain = new SteplessLogisticRegression().setMaxEpochs(2).fit(ROWS);
    LogisticRegressionModel empty =
        new SteplessLogisticRegression()
            .setMaxEpochs(2)
            .setWeightCol("")
            .setValidationIndicatorCol("")
            .fit(ROWS);
    assertEquals(plain.coefficients(), empty.coefficients());
  }

  @Test
  void nullIsRefusedByName() {
    SteplessLogisticRegression estimator = new SteplessLogisticRegression();
    assertMessage("optimizer must not be null", () -> estimator.setOptimizer((String) null));
    assertMessage("optimizer must not be null", () -> estimator.setOptimizer((Method) null));
    assertMessage("classWeights must not be null", () -> estimator.setClassWeights((String) null));
    assertMessage(
        "classWeights must not be null", () -> estimator.setClassWeights((double[]) null));
    assertMessage("weightCol must not be null", () -> estimator.setWeightCol(null));
    assertMessage(
        "family must be one of auto, binomial, multinomial, was null",
        () -> estimator.setFamily(null));
    assertMessage(
        "layers must not be null",
        () -> new SteplessMultilayerPerceptronClassifier().setLayers(null));
  }

  /** Scala passes an Array to a method of an array, but not to one of variable arguments. */
  @Test
  void arraysAndSingleNumbersAreTheSame() throws ReflectiveOperationException {
    Class<?> type = SteplessMultilayerPerceptronClassifier.class;
    assertFalse(type.getMethod("setLayers", int[].class).isVarArgs());
    assertFalse(type.getMethod("setClassWeights", double[].class).isVarArgs());
    assertArrayEquals(
        new int[] {2, 5, 2},
        new SteplessMultilayerPerceptronClassifier().setLayers(2, 5, 2).getLayers());
    assertArrayEquals(
        new int[] {2, 5, 2},
        new SteplessMultilayerPerceptronClassifier().setLayers(new int[] {2, 5, 2}).getLayers());
    assertEquals(
        new SteplessLogisticRegression().setClassWeights(1, 2.5).getClassWeights(),
        new SteplessLogisticRegression().setClassWeights(new double[] {1, 2.5}).getClassWeights());
  }

  /** Most columns are always 0: the sparse form of the coefficients takes less memory. */
  @Test
  void coefficientsAreCompressedAsInSpark() {
    Row[] rows = new Row[40];
    Arrays.setAll(rows, i -> RowFactory.create(unit(60, i % 4), (double) (i * i % 7 % 2), 1.0));
    Dataset<Row> data = Samples.frame(Arrays.asList(rows));
    LogisticRegressionModel spark = new LogisticRegression().setMaxIter(3).fit(data);
    assertInstanceOf(SparseMatrix.class, spark.coefficientMatrix());
    LogisticRegressionModel ours = new SteplessLogisticRegression().setMaxEpochs(2).fit(data);
    assertInstanceOf(SparseMatrix.class, ours.coefficientMatrix());
    assertInstanceOf(
        SparseVector.class,
        new SteplessLinearRegression().setMaxEpochs(2).fit(data).coefficients());
    assertInstanceOf(
        SparseVector.class, new SteplessLinearSVC().setMaxEpochs(2).fit(data).coefficients());
  }
}
