/**
 * Networks of ND4J trained and served on executors. ND4J is optional: nothing else in this module
 * loads its classes, nor those of this package before ND4J was asked for.
 *
 * <p>Depends on: org.stepless.losses, org.stepless.models, org.stepless.nd4j,
 * org.stepless.spark.fit, org.stepless.spark.params, org.stepless.spark.rows, org.stepless.text,
 * org.stepless.training
 */
package org.stepless.spark.nd4j;
