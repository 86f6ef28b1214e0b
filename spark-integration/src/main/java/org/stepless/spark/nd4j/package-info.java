/**
 * Networks of ND4J trained and served on executors. Depends on ND4J, which is optional: nothing
 * else in this module loads its classes or those of this package.
 */
package org.stepless.spark.nd4j;
