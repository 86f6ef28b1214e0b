package org.stepless.cli;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.stepless.cli.input.Task;

/** How good a model is on some rows: accuracy of a classifier, root mean squared error else. */
final class Evaluation {
  private Evaluation() {}

  /** One pass over the rows; they must not be empty. */
  static double of(PredictionModel<Vector, ?> model, Dataset<Row> rows, Task task) {
    boolean regression = task == Task.REGRESSION;
    // Within the task's function a wide model would be packed anew, with a warning of Spark's.
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    Broadcast<PredictionModel<Vector, ?>> shared = context.broadcast(model);
    try {
      return of(shared, rows, regression);
    } finally {
      shared.destroy();
    }
  }

  private static double of(
      Broadcast<PredictionModel<Vector, ?>> model, Dataset<Row> rows, boolean regression) {
    List<double[]> parts =
        rows.select("label", "features")
            .javaRDD()
            .mapPartitions(
                part -> {
                  double sum = 0, count = 0;
                  for (; part.hasNext(); count++) {
                    Row row = part.next();
                    double error = model.value().predict(row.<Vector>getAs(1)) - row.getDouble(0);
                    sum += regression ? error * error : error == 0 ? 1 : 0;
                  }
                  return List.of(new double[] {sum, count}).iterator();
                })
            .collect();
    double sum = 0, count = 0;
    for (double[] part : parts) {
      sum += part[0];
      count += part[1];
    }
    return regression ? Math.sqrt(sum / count) : sum / count;
  }
}
