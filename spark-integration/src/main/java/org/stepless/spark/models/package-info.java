/**
 * What an estimator's model is to the engine: objective, coordinates and start made of params and
 * rows, and weights between Spark's models and flat arrays.
 *
 * <p>Depends on: org.stepless.data, org.stepless.finish, org.stepless.losses, org.stepless.methods,
 * org.stepless.models, org.stepless.nd4j, org.stepless.optimizer, org.stepless.spark.engine,
 * org.stepless.spark.fit, org.stepless.spark.nd4j, org.stepless.spark.params,
 * org.stepless.spark.rows, org.stepless.training
 */
package org.stepless.spark.models;
