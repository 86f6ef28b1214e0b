package org.stepless.spark.params;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The solvers of Spark's LinearRegression by name. The model is the same with all of them; normal
 * is refused where Spark's normal equations are.
 */
public final class LeastSquaresSolver {
  private static final String AUTO = "auto", LBFGS = "l-bfgs", NORMAL = "normal";

  /** As in Spark. */
  private static final int MOST_FEATURES = 4096;

  private LeastSquaresSolver() {}

  /** The param of a stage, with its default. */
  public static Param<String> param(Params stage) {
    return ChoiceParam.of(
        stage,
        "solver",
        "auto, l-bfgs or normal, as in Spark, whose penalties differ: those of l-bfgs are by"
            + " unbiased deviations; optimizer and finish say how the model is found; normal is for"
            + " loss squaredError and at most "
            + MOST_FEATURES
            + " features",
        AUTO,
        LBFGS,
        NORMAL);
  }

  /** Refuses normal for too many features. */
  public static void require(SolverParams<?> stage, int features) {
    if (isNormal(stage) && features > MOST_FEATURES) {
      throw new IllegalArgumentException(
          "solver is normal, which is for at most %d features, but there are %d; set solver to auto"
              .formatted(MOST_FEATURES, features));
    }
  }

  /** Refuses normal for a loss that is not squared. */
  public static void requireNotNormal(SolverParams<?> stage) {
    if (isNormal(stage)) {
      throw new IllegalArgumentException(
          "solver is normal, which is for loss squaredError, but loss is huber; set solver to auto");
    }
  }

  /** Whether Spark solves normal equations, whose deviations are those of the rows themselves. */
  public static boolean takesPopulation(SolverParams<?> stage, int features) {
    return !stage.getSolver().equalsIgnoreCase(LBFGS) && features <= MOST_FEATURES;
  }

  private static boolean isNormal(SolverParams<?> stage) {
    return stage.getSolver().equalsIgnoreCase(NORMAL);
  }
}
