package org.stepless.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.spark.SteplessLogisticRegression;

/**
 * A user's application that brings nothing but this class: a pipeline with a Stepless stage, saved
 * and loaded before and after its fit, and used. It prints {@code KEY VALUE} lines: executors, the
 * jars that gave Stepless to the driver and to the executors, the exact model, its accuracy.
 */
public final class BundleJob {
  private static final int ROWS = 600, PARTITIONS = 2;

  private BundleJob() {}

  /**
   * @param arguments a folder for saved stages, or nothing; with one, the fit is repeated within
   *     this process afterwards, with Spark's default serializer, and said again
   */
  public static void main(String[] arguments) throws Exception {
    String folder = arguments.length == 0 ? null : arguments[0];
    run(SparkSession.builder().getOrCreate(), folder);
    if (folder != null) {
      run(
          SparkSession.builder()
              .master("local[2]")
              .config("spark.serializer", JavaSerializer.class.getName())
              .getOrCreate(),
          null);
    }
  }

  private static void run(SparkSession spark, String folder) throws Exception {
    say("executors", spark.sparkContext().statusTracker().getExecutorInfos().length);
    say("driver", jar());
    say("tasks", jarsOfTasks(spark));

    Dataset<Row> rows =
        spark
            .range(0, ROWS, 1, PARTITIONS)
            .selectExpr("pmod(id * 7919, 101) / 101 as a", "pmod(id * 104729, 53) / 53 as b")
            .selectExpr("a", "b", "double(a + 2 * b > 1.4) as label");
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression()
            .setOptimizer("prodigy")
            .setMode("synchronous")
            .setBatchSize(60)
            .setMaxEpochs(5);
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(new String[] {"a", "b"}).setOutputCol("features");
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {assembler, estimator});
    PipelineModel model =
        folder == null ? pipeline.fit(rows) : savedAndLoaded(pipeline, rows, folder);
    var fitted = (LogisticRegressionModel) model.stages()[1];
    for (double weight : fitted.coefficients().toArray()) {
      say("weight", Double.toHexString(weight));
    }
    say("intercept", Double.toHexString(fitted.intercept()));
    say("right", model.transform(rows).where("prediction = label").count());
    spark.stop();
  }

  private static PipelineModel savedAndLoaded(Pipeline pipeline, Dataset<Row> rows, String folder)
      throws IOException {
    pipeline.save(folder + "/pipeline");
    Pipeline.load(folder + "/pipeline").fit(rows).save(folder + "/model");
    return PipelineModel.load(folder + "/model");
  }

  private static void say(String key, Object value) {
    System.out.println(key + " " + value);
  }

  /** The name of the file that the estimator's class was loaded from. */
  private static String jar() throws Exception {
    var source = SteplessLogisticRegression.class.getProtectionDomain().getCodeSource();
    return Path.of(source.getLocation().toURI()).getFileName().toString();
  }

  private static List<String> jarsOfTasks(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(List.of(1, 2), PARTITIONS)
        .map(number -> jar())
        .collect()
        .stream()
        .distinct()
        .toList();
  }
}
