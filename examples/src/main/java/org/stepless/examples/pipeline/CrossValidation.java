package org.stepless.examples.pipeline;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.examples.SampleData;
import org.stepless.spark.SteplessLogisticRegression;

/**
 * A pipeline from a CSV file to a model: text labels become numbers, columns a vector, and Spark's
 * CrossValidator chooses penalty and update rule. There is no step size to search for, so the grid
 * stays small.
 */
public final class CrossValidation {
  private CrossValidation() {}

  /** Chooses among two penalties and two rules by the area under the ROC curve. */
  static CrossValidatorModel fit(Dataset<Row> rows, String label) {
    String[] features =
        Arrays.stream(rows.columns()).filter(name -> !name.equals(label)).toArray(String[]::new);
    SteplessLogisticRegression classifier =
        new SteplessLogisticRegression().setLabelCol("class").setMaxEpochs(20);
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new StringIndexer().setInputCol(label).setOutputCol("class"),
                  new VectorAssembler().setInputCols(features).setOutputCol("features"),
                  classifier
                });
    // One grid for each rule: Java's lists become Scala's in another way in each Scala.
    ParamMap[] grid =
        Stream.of("prodigy", "dadaptadam")
            .map(rule -> new ParamPair<>(classifier.optimizer(), rule))
            .map(rule -> new ParamGridBuilder().baseOn(rule))
            .map(builder -> builder.addGrid(classifier.regParam(), new double[] {1e-3, 1e-1}))
            .flatMap(builder -> Arrays.stream(builder.build()))
            .toArray(ParamMap[]::new);
    return new CrossValidator()
        .setEstimator(pipeline)
        .setEvaluator(new BinaryClassificationEvaluator().setLabelCol("class"))
        .setEstimatorParamMaps(grid)
        .setNumFolds(3)
        .setSeed(1)
        .fit(rows);
  }

  /**
   * @param arguments a CSV file with a header and a column {@code label} of two classes; none for
   *     the shipped breast cancer data
   */
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    String path = SampleData.path(arguments, "breast_cancer.csv.gz");
    Dataset<Row> rows =
        spark.read().option("header", true).option("inferSchema", true).csv(path).cache();
    CrossValidatorModel best = fit(rows, "label");
    for (int i = 0; i < best.avgMetrics().length; i++) {
      System.out.printf("%.4f %s%n", best.avgMetrics()[i], best.getEstimatorParamMaps()[i]);
    }
  }
}
