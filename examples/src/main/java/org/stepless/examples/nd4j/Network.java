package org.stepless.examples.nd4j;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.nd4j.autodiff.samediff.SameDiff;
import org.stepless.spark.nd4j.SteplessSameDiff;

/**
 * A graph to train and the rows to train it on. Its loss variable is {@code loss}, a mean; its
 * output {@code output}; its placeholder of labels {@code label}.
 *
 * @param features the placeholders of features in the order of a row's columns
 * @param labelKind as {@link SteplessSameDiff} names it
 * @param rows columns features and label
 */
public record Network(
    String name, SameDiff graph, String[] features, String labelKind, Dataset<Row> rows) {

  /** An estimator for it, with the defaults of the library. */
  public SteplessSameDiff estimator() {
    return new SteplessSameDiff()
        .setGraph(graph)
        .setFeaturePlaceholders(features)
        .setLabelPlaceholder("label")
        .setLabelKind(labelKind)
        .setLossVariable("loss")
        .setOutputVariable("output");
  }

  /** Share of rows whose class the predictions name. */
  public static double accuracy(Dataset<Row> predictions) {
    return (double) predictions.where("prediction = label").count() / predictions.count();
  }
}
