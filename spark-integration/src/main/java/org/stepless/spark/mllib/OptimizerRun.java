package org.stepless.spark.mllib;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.optimization.Gradient;
import org.apache.spark.rdd.RDD;
import org.stepless.data.RowBlock;
import org.stepless.spark.TrainingListener;
import org.stepless.spark.TrainingSummary;
import org.stepless.spark.checkpoint.CheckpointFolder;
import org.stepless.spark.engine.BlockData;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.engine.Fingerprint;
import org.stepless.spark.engine.TaskErrors;
import scala.Tuple2;

/** One run of the optimiser: rows to blocks, rounds, weights. */
record OptimizerRun(
    Gradient gradient,
    double regParam,
    boolean featureScaling,
    Steps steps,
    RunSettings settings,
    TrainingListener listener) {

  /** What came out; weights are laid out as MLlib does. */
  record Fitted(double[] weights, TrainingSummary summary) {}

  Fitted fit(RDD<Tuple2<Object, Vector>> data, double[] initialWeights) {
    long start = System.nanoTime();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(data.context());
    CheckpointFolder folder = settings.openFolder(context);
    context.setJobDescription("Stepless: rows to blocks");
    JavaRDD<RowBlock> blocks = LabeledRows.blocks(data.toJavaRDD());
    try (BlockData rows = BlockData.persist(blocks, "the training data")) {
      return train(settings.engine(context, folder, fingerprint()), rows, initialWeights, start);
    } catch (Exception e) {
      throw TaskErrors.clear(e);
    } finally {
      context.setJobDescription(null);
    }
  }

  private Fitted train(Engine engine, BlockData rows, double[] initialWeights, long start) {
    MappedGradient mapped = MappedGradient.of(gradient, rows.columns(), initialWeights, regParam);
    mapped.checkLabels(rows.blocks());
    Engine.Result result =
        engine.train(
            settings.mode(steps.rule()),
            settings.syncInterval,
            steps.plan(rows),
            rows,
            mapped.problem(rows.statistics(), featureScaling),
            mapped.toModel(initialWeights),
            listener);
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Fitted(
        mapped.toWeights(result.model()),
        TrainingSummary.of(result, seconds, steps.stopReason(result)));
  }

  private Fingerprint fingerprint() {
    return new Fingerprint()
        .with("gradient", gradient.getClass().getName())
        .with("regParam", regParam)
        .with("featureScaling", featureScaling);
  }
}
