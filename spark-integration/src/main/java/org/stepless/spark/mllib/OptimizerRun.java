package org.stepless.spark.mllib;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.optimization.Gradient;
import org.apache.spark.rdd.RDD;
import org.stepless.data.RowBlock;
import org.stepless.spark.checkpoint.Fingerprint;
import org.stepless.spark.fit.Fit;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.fit.FitSettings;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.spark.rows.BlockData;
import scala.Tuple2;

/** One run of the optimiser, put on the path of every fit: MLlib's weights in and out. */
final class OptimizerRun {
  /** The rows, for messages. */
  private static final String DATA = "the training data";

  /** What came out; weights are laid out as MLlib does. */
  record Fitted(double[] weights, TrainingSummary summary) {}

  private final Gradient gradient;
  private final double regParam;
  private final boolean featureScaling;
  private MappedGradient mapped; // known when the rows are

  OptimizerRun(Gradient gradient, double regParam, boolean featureScaling) {
    this.gradient = gradient;
    this.regParam = regParam;
    this.featureScaling = featureScaling;
  }

  /** What the result depends on beside request and rows. */
  Fingerprint fingerprint() {
    return new Fingerprint()
        .with("gradient", gradient.getClass().getName())
        .with("regParam", regParam)
        .with("featureScaling", featureScaling);
  }

  Fitted fit(RDD<Tuple2<Object, Vector>> data, double[] initialWeights, FitSettings settings) {
    JavaRDD<RowBlock> blocks = LabeledRows.blocks(data.toJavaRDD());
    Fit.Fitted fitted =
        Fit.run(
            JavaSparkContext.fromSparkContext(data.context()),
            settings,
            () -> () -> BlockData.persist(blocks, DATA).requireColumns(DATA),
            rows -> problem(rows, initialWeights));
    return new Fitted(mapped.toWeights(fitted.model()), fitted.summary());
  }

  private FitProblem problem(BlockData rows, double[] initialWeights) {
    mapped = MappedGradient.of(gradient, rows.columns(), initialWeights, regParam);
    mapped.checkLabels(rows.blocks());
    return new FitProblem(
        label -> {},
        mapped.problem(rows.statistics(), featureScaling),
        mapped.toModel(initialWeights),
        TrainingSummary.PLAIN_JAVA);
  }
}
