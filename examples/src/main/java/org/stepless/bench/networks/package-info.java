/**
 * Networks of ND4J by rule, and the multilayer perceptron beside Spark's.
 *
 * <p>Depends on: org.stepless.bench.common, org.stepless.cli.input, org.stepless.cli.options,
 * org.stepless.cli.report, org.stepless.examples, org.stepless.examples.nd4j, org.stepless.methods,
 * org.stepless.nd4j, org.stepless.spark, org.stepless.spark.fit, org.stepless.spark.nd4j,
 * org.stepless.spark.params, org.stepless.training
 */
package org.stepless.bench.networks;
