package org.stepless.spark;

import java.io.Serializable;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.stepless.methods.Methods;
import org.stepless.schedules.Schedules;
import org.stepless.spark.engine.RoundMode;

/** The param objects and defaults that all estimators share; see {@link SteplessParams}. */
public final class CommonParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> optimizer;
  final Param<String> schedule;
  final IntParam maxEpochs;
  final IntParam batchSize;
  final DoubleParam regParam;
  final BooleanParam fitIntercept;
  final BooleanParam standardization;
  final LongParam seed;
  final DoubleParam tol;
  final Param<String> weightCol;
  final Param<String> mode;
  final IntParam syncInterval;

  CommonParams(Params stage) {
    optimizer =
        new Param<>(
            stage,
            "optimizer",
            "update rule as text, such as prodigy or mechanic(adamw); known: "
                + String.join(", ", Methods.CATALOG.names()));
    schedule =
        new Param<>(
            stage,
            "schedule",
            "multiplier of the step over the run, such as linear or file:PATH; known: "
                + String.join(", ", Schedules.CATALOG.names()));
    maxEpochs =
        new IntParam(stage, "maxEpochs", "passes over the rows (>= 1)", ParamValidators.gtEq(1));
    batchSize =
        new IntParam(
            stage, "batchSize", "rows a step (>= 0; 0 chooses)", ParamValidators.gtEq(0));
    regParam =
        new DoubleParam(
            stage, "regParam", "strength of the L2 penalty (>= 0)", ParamValidators.gtEq(0));
    fitIntercept = new BooleanParam(stage, "fitIntercept", "whether to fit an intercept");
    standardization =
        new BooleanParam(
            stage,
            "standardization",
            "whether the penalty acts on the coefficients of standardised features");
    seed = new LongParam(stage, "seed", "seed of the order in which rows are visited");
    tol =
        new DoubleParam(
            stage,
            "tol",
            "stop when the mean loss of an epoch changes by at most this, relatively (>= 0; 0"
                + " never stops early)",
            ParamValidators.gtEq(0));
    weightCol = new Param<>(stage, "weightCol", "weight column; all rows weigh 1 if not set");
    mode =
        new Param<>(
            stage,
            "mode",
            "how steps are spread over Spark jobs: auto, single, synchronous or local");
    syncInterval =
        new IntParam(
            stage,
            "syncInterval",
            "in local mode, steps of a partition between two averagings (>= 0; 0 chooses)",
            ParamValidators.gtEq(0));
    setDefaults(stage);
  }

  private void setDefaults(Params stage) {
    stage.setDefault(optimizer, "prodigy");
    stage.setDefault(schedule, "linear");
    stage.setDefault(maxEpochs, 30);
    stage.setDefault(batchSize, 0);
    stage.setDefault(regParam, 0.0);
    stage.setDefault(fitIntercept, true);
    stage.setDefault(standardization, true);
    stage.setDefault(seed, 42L);
    stage.setDefault(tol, 0.0);
    stage.setDefault(mode, RoundMode.AUTO.text());
    stage.setDefault(syncInterval, 0);
  }
}
