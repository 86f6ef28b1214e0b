package org.stepless.spark;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.stepless.methods.Methods;
import org.stepless.schedules.Schedules;
import org.stepless.spark.engine.RoundMode;
import org.stepless.spark.engine.TrainingConfig;

/**
 * The params that all Stepless estimators share. Text is parsed when it is set, so that a wrong
 * name or value fails at once with what is allowed.
 *
 * @param <E> the estimator
 */
public interface SteplessParams<E> extends Params {

  /** The param objects of this stage. */
  CommonParams common();

  /** This stage as its own type. */
  E self();

  /** Rule text, such as {@code prodigy(d0=1e-5)}; default {@code prodigy}. */
  default Param<String> optimizer() {
    return common().optimizer;
  }

  /** Value of optimizer. */
  default String getOptimizer() {
    return (String) getOrDefault(optimizer());
  }

  /** Sets optimizer. Rule text, such as {@code prodigy(d0=1e-5)}; default {@code prodigy}. */
  default E setOptimizer(String value) {
    Methods.parse(value);
    set(optimizer(), value);
    return self();
  }

  /** Schedule text, such as {@code cosine(warmup=0.1)}; default {@code linear}. */
  default Param<String> schedule() {
    return common().schedule;
  }

  /** Value of schedule. */
  default String getSchedule() {
    return (String) getOrDefault(schedule());
  }

  /** Sets schedule. Schedule text, such as {@code cosine(warmup=0.1)}; default {@code linear}. */
  default E setSchedule(String value) {
    Schedules.parse(value);
    set(schedule(), value);
    return self();
  }

  /** Passes over the rows; at least 1, default 30. */
  default IntParam maxEpochs() {
    return common().maxEpochs;
  }

  /** Value of maxEpochs. */
  default int getMaxEpochs() {
    return (int) getOrDefault(maxEpochs());
  }

  /** Sets maxEpochs. Passes over the rows; at least 1, default 30. */
  default E setMaxEpochs(int value) {
    set(maxEpochs(), value);
    return self();
  }

  /** Rows a step, in local mode of each partition; 0, the default, chooses. */
  default IntParam batchSize() {
    return common().batchSize;
  }

  /** Value of batchSize. */
  default int getBatchSize() {
    return (int) getOrDefault(batchSize());
  }

  /** Sets batchSize. Rows a step, in local mode of each partition; 0, the default, chooses. */
  default E setBatchSize(int value) {
    set(batchSize(), value);
    return self();
  }

  /** Strength of the L2 penalty; at least 0, default 0. */
  default DoubleParam regParam() {
    return common().regParam;
  }

  /** Value of regParam. */
  default double getRegParam() {
    return (double) getOrDefault(regParam());
  }

  /** Sets regParam. Strength of the L2 penalty; at least 0, default 0. */
  default E setRegParam(double value) {
    set(regParam(), value);
    return self();
  }

  /** Whether to fit an intercept; default true. */
  default BooleanParam fitIntercept() {
    return common().fitIntercept;
  }

  /** Value of fitIntercept. */
  default boolean getFitIntercept() {
    return (boolean) getOrDefault(fitIntercept());
  }

  /** Sets fitIntercept. Whether to fit an intercept; default true. */
  default E setFitIntercept(boolean value) {
    set(fitIntercept(), value);
    return self();
  }

  /** Whether the penalty acts on the coefficients of standardised features; default true. */
  default BooleanParam standardization() {
    return common().standardization;
  }

  /** Value of standardization. */
  default boolean getStandardization() {
    return (boolean) getOrDefault(standardization());
  }

  /** Sets standardization. Whether the penalty acts on the coefficients of standardised features; default true. */
  default E setStandardization(boolean value) {
    set(standardization(), value);
    return self();
  }

  /** Seed of the order in which rows are visited; default 42. */
  default LongParam seed() {
    return common().seed;
  }

  /** Value of seed. */
  default long getSeed() {
    return (long) getOrDefault(seed());
  }

  /** Sets seed. Seed of the order in which rows are visited; default 42. */
  default E setSeed(long value) {
    set(seed(), value);
    return self();
  }

  /** Relative change of an epoch's loss at which training stops; 0, the default, never stops early. */
  default DoubleParam tol() {
    return common().tol;
  }

  /** Value of tol. */
  default double getTol() {
    return (double) getOrDefault(tol());
  }

  /** Sets tol. Relative change of an epoch's loss at which training stops; 0, the default, never stops early. */
  default E setTol(double value) {
    set(tol(), value);
    return self();
  }

  /** Weight column; not set by default: all rows weigh 1. */
  default Param<String> weightCol() {
    return common().weightCol;
  }

  /** Value of weightCol. */
  default String getWeightCol() {
    return (String) getOrDefault(weightCol());
  }

  /** Sets weightCol. Weight column; not set by default: all rows weigh 1. */
  default E setWeightCol(String value) {
    set(weightCol(), value);
    return self();
  }

  /** {@code auto} (default), {@code single}, {@code synchronous} or {@code local}. */
  default Param<String> mode() {
    return common().mode;
  }

  /** Value of mode. */
  default String getMode() {
    return (String) getOrDefault(mode());
  }

  /** Sets mode. {@code auto} (default), {@code single}, {@code synchronous} or {@code local}. */
  default E setMode(String value) {
    RoundMode.parse(value);
    set(mode(), value);
    return self();
  }

  /** In local mode, steps of a partition between two averagings; 0, the default, chooses. */
  default IntParam syncInterval() {
    return common().syncInterval;
  }

  /** Value of syncInterval. */
  default int getSyncInterval() {
    return (int) getOrDefault(syncInterval());
  }

  /** Sets syncInterval. In local mode, steps of a partition between two averagings; 0, the default, chooses. */
  default E setSyncInterval(int value) {
    set(syncInterval(), value);
    return self();
  }

  /** All settings of a run. */
  default TrainingConfig trainingConfig() {
    return new TrainingConfig(
        Methods.parse(getOptimizer()),
        Schedules.parse(getSchedule()),
        getMaxEpochs(),
        getBatchSize(),
        getSeed(),
        getTol(),
        RoundMode.parse(getMode()),
        getSyncInterval());
  }
}
