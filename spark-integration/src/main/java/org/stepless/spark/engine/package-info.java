/**
 * Rounds on Spark: data frames become persisted row blocks, and a run is a sequence of jobs that
 * each take one or more steps. Depends on {@code stepless-core} and Spark's RDDs; knows no
 * estimator.
 */
package org.stepless.spark.engine;
