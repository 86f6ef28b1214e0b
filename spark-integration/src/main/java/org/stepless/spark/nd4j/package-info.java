/**
 * Networks of ND4J trained and served on executors. Depends on ND4J, which is optional: nothing
 * else in this module loads its classes, nor those of this package before ND4J was asked for.
 */
package org.stepless.spark.nd4j;
