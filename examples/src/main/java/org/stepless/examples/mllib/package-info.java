/**
 * Runnable examples of MLlib's RDD API with the optimisers of Stepless.
 *
 * <p>Depends on: org.stepless.examples, org.stepless.spark.mllib
 */
package org.stepless.examples.mllib;
