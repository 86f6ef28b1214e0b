package org.stepless.spark.params;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.stepless.methods.Methods;
import org.stepless.optimizer.Method;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunRequest;
import org.stepless.schedules.Schedules;

/**
 * The params that say how training runs; the same for every model. Text is parsed when it is set,
 * so that a wrong name or value fails at once with what is allowed.
 *
 * @param <E> the estimator
 */
public interface RunParams<E> extends IterationParams<E> {

  /** Rule text, such as {@code prodigy(d0=1e-5)}; default {@code prodigy}. */
  default Param<String> optimizer() {
    return common().optimizer;
  }

  /** Value of optimizer. */
  default String getOptimizer() {
    return getOrDefault(optimizer());
  }

  /** Sets optimizer. Rule text, such as {@code prodigy(d0=1e-5)}; default {@code prodigy}. */
  default E setOptimizer(String value) {
    set(optimizer(), value);
    return self();
  }

  /**
   * Sets optimizer to the text of a rule; one of your own is named by its class.
   *
   * @param rule a public record with a public constructor without arguments
   */
  default E setOptimizer(Method rule) {
    EstimatorFields.requireValue("optimizer", rule);
    return setOptimizer(Methods.print(rule));
  }

  /** Schedule text, such as {@code cosine(warmup=0.1)}; default {@code linear}. */
  default Param<String> schedule() {
    return common().schedule;
  }

  /** Value of schedule. */
  default String getSchedule() {
    return getOrDefault(schedule());
  }

  /** Sets schedule. Schedule text, such as {@code cosine(warmup=0.1)}; default {@code linear}. */
  default E setSchedule(String value) {
    set(schedule(), value);
    return self();
  }

  /** Passes over the rows; 0, the default, chooses: 30, or few where a finish follows. */
  default IntParam maxEpochs() {
    return common().maxEpochs;
  }

  /** Value of maxEpochs. */
  default int getMaxEpochs() {
    return (int) getOrDefault(maxEpochs());
  }

  /**
   * Sets maxEpochs. Passes over the rows; 0, the default, chooses: 30, or few where a finish
   * follows.
   */
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

  /** Seed of all random choices, such as the order of the rows; default 42. */
  @Override
  default LongParam seed() {
    return common().seed;
  }

  /** Value of seed. */
  @Override
  default long getSeed() {
    return (long) getOrDefault(seed());
  }

  /** Sets seed. Seed of all random choices, such as the order of the rows; default 42. */
  default E setSeed(long value) {
    set(seed(), value);
    return self();
  }

  /**
   * Tolerance. Of a linear model with a {@link LinearModelParams#finish() finish}, the norm of the
   * objective's gradient at which that ends, by the coefficients of standardised features, relative
   * to the norm at the model without coefficients; default 1e-6. Without a finish, the relative
   * change of an epoch's loss at which the passes stop, if it is set; 0 never stops early.
   */
  @Override
  default DoubleParam tol() {
    return common().tol;
  }

  /** Value of tol. */
  @Override
  default double getTol() {
    return (double) getOrDefault(tol());
  }

  /**
   * Sets tol. Of a linear model with a {@link LinearModelParams#finish() finish}, the norm of the
   * objective's gradient at which that ends, by the coefficients of standardised features, relative
   * to the norm at the model without coefficients; default 1e-6. Without a finish, the relative
   * change of an epoch's loss at which the passes stop; 0 never stops early.
   */
  default E setTol(double value) {
    set(tol(), value);
    return self();
  }

  /**
   * {@code auto} (default), {@code driver}, {@code single}, {@code synchronous} or {@code local}.
   */
  default Param<String> mode() {
    return common().mode;
  }

  /** Value of mode. */
  default String getMode() {
    return getOrDefault(mode());
  }

  /**
   * Sets mode. {@code auto} (default), {@code driver}, {@code single}, {@code synchronous} or
   * {@code local}.
   */
  default E setMode(String value) {
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

  /**
   * Sets syncInterval. In local mode, steps of a partition between two averagings; 0, the default,
   * chooses.
   */
  default E setSyncInterval(int value) {
    set(syncInterval(), value);
    return self();
  }

  /**
   * Blocks into which the rows are cut, in their order and of equal size, however the data frame is
   * partitioned; 0, the default, makes one of each partition of the data frame.
   */
  default IntParam numPartitions() {
    return common().numPartitions;
  }

  /** Value of numPartitions. */
  default int getNumPartitions() {
    return (int) getOrDefault(numPartitions());
  }

  /**
   * Sets numPartitions. Blocks into which the rows are cut, in their order and of equal size,
   * however the data frame is partitioned; 0, the default, makes one of each partition of the data
   * frame.
   */
  default E setNumPartitions(int value) {
    set(numPartitions(), value);
    return self();
  }

  /** In synchronous mode, levels of the tree in which gradients are added; default 2. */
  @Override
  default IntParam aggregationDepth() {
    return common().aggregationDepth;
  }

  /** Value of aggregationDepth. */
  @Override
  default int getAggregationDepth() {
    return (int) getOrDefault(aggregationDepth());
  }

  /**
   * Sets aggregationDepth. In synchronous mode, levels of the tree in which gradients are added; at
   * least 1, default 2. With 1 every partition sends its gradient to the driver.
   */
  default E setAggregationDepth(int value) {
    set(aggregationDepth(), value);
    return self();
  }

  /** What these params ask for. */
  default RunRequest runRequest() {
    return new RunRequest(
        Methods.method(getOptimizer()),
        Schedules.parse(getSchedule()),
        common().length(this),
        getSeed(),
        isSet(tol()) ? getTol() : 0,
        RunMode.parse(getMode()),
        getSyncInterval());
  }
}
