package org.stepless.spark.params;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasSolver;

/**
 * The param in which Spark's estimators name their algorithm.
 *
 * @param <E> the estimator
 */
public interface SolverParams<E> extends RunParams<E>, HasSolver {
  /** The algorithm, by Spark's name for it. */
  @Override
  Param<String> solver();

  /** Value of solver. */
  @Override
  default String getSolver() {
    return getOrDefault(solver());
  }

  /** Sets solver: the algorithm, by Spark's name for it, in upper or lower case. */
  default E setSolver(String value) {
    set(solver(), value);
    return self();
  }

  /** Called by classes of Scala only. */
  @Override
  default void org$apache$spark$ml$param$shared$HasSolver$_setter_$solver_$eq(
      Param<String> param) {}
}
