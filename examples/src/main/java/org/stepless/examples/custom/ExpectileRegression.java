package org.stepless.examples.custom;

import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.examples.SampleData;
import org.stepless.losses.Loss;
import org.stepless.losses.Objective;
import org.stepless.methods.Methods;
import org.stepless.plan.RunLength;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunRequest;
import org.stepless.schedules.Schedules;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.FeatureCoordinates;
import org.stepless.spark.rows.FrameReader;
import org.stepless.training.Problem;
import org.stepless.training.RunListener;

/** A loss of one's own, and the engine that minimises it: no estimator is needed for a new loss. */
public final class ExpectileRegression {
  private ExpectileRegression() {}

  /** Coefficients, then the intercept. */
  static double[] fit(Dataset<Row> rows, String features, String label, Loss loss) {
    var blocks = FrameReader.blocks(rows, features, label, null, loss::checkLabel);
    try (BlockData data = BlockData.persist(blocks, "the rows")) {
      var objective = new Objective(loss, data.columns(), true, null);
      var coordinates = FeatureCoordinates.AUTO.of(data, loss.outputs(), true);
      var request =
          new RunRequest(
              Methods.method("prodigy"),
              Schedules.parse("linear"),
              new RunLength.Epochs(300, 0),
              1,
              0,
              RunMode.AUTO,
              0);
      var engine =
          new Engine(JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()));
      var problem = new Problem(objective, coordinates, data.meanWeight());
      double[] start = new double[objective.dimension()];
      return engine.train(request, data, problem, start, RunListener.NONE).model();
    }
  }

  /** Petal length of iris flowers from the width, for several expectiles. */
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    Dataset<Row> iris =
        spark
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv(SampleData.path("iris.csv"));
    var vectors = new VectorAssembler().setInputCols(new String[] {"petal_width"});
    Dataset<Row> rows = vectors.setOutputCol("features").transform(iris).cache();
    for (double tau : new double[] {0.1, 0.5, 0.9}) {
      double[] model = fit(rows, "features", "petal_length", new Expectile(tau));
      System.out.printf("tau %s: slope and intercept %s%n", tau, Arrays.toString(model));
    }
  }
}
