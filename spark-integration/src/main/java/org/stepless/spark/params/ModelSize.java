package org.stepless.spark.params;

import java.util.Arrays;
import org.apache.spark.ml.PredictorParams;
import org.apache.spark.ml.util.DatasetUtils$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.util.SizeEstimator;

/**
 * Memory of a linear model, as Spark's estimators tell it since version 4.1: a server that keeps
 * models asks before it fits one.
 */
public final class ModelSize {
  private ModelSize() {}

  /**
   * Bytes of params and dense coefficients.
   *
   * @param outputs rows of coefficients
   */
  public static long of(PredictorParams stage, Dataset<?> data, int outputs) {
    long features = DatasetUtils$.MODULE$.getNumFeatures(data, stage.getFeaturesCol());
    Object metadata = Arrays.asList(stage.extractParamMap(), stage.uid());
    return SizeEstimator.estimate(metadata) + Double.BYTES * outputs * (features + 1);
  }

  /** Classes that a column declares, or that its largest label tells. */
  public static int classes(Dataset<?> data, String labelCol) {
    return DatasetUtils$.MODULE$.getNumClasses(data, labelCol, 100); // Spark's own bound
  }
}
