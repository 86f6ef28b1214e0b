package org.stepless.spark;

import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Loads a saved pipeline model and predicts, in a process that has Spark but not Stepless. Prints
 * the prediction for the feature vector (5, 4, 3, 2, 1).
 */
public final class LoadWithoutStepless {
  private LoadWithoutStepless() {}

  public static void main(String[] args) {
    try {
      Class.forName("org.stepless.optimizer.UpdateRule");
      throw new IllegalStateException("Stepless is on the class path");
    } catch (ClassNotFoundException expected) {
      // what this program is for
    }
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    Row row = RowFactory.create(Vectors.dense(5, 4, 3, 2, 1));
    Row predicted =
        PipelineModel.load(args[0])
            .transform(
                spark.createDataFrame(
                    java.util.List.of(row),
                    new StructType().add("features", SQLDataTypes.VectorType())))
            .first();
    System.out.println("prediction " + predicted.getAs("prediction"));
    spark.stop();
  }
}
