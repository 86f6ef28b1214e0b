/**
 * Networks of ND4J trained by the rules of this library.
 *
 * <p>Depends on: org.stepless.spark.nd4j
 */
package org.stepless.examples.nd4j;
