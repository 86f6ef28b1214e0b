/**
 * Stepless on a real cluster: a standalone master and workers as processes of their own, drivers
 * started by spark-submit, and faults. The tests are named *IT and run in {@code mvn verify} after
 * the jars are built. What runs inside Spark here ({@code TrainingJob} and what it uses) may depend
 * on Stepless and Spark alone; the rest starts and watches processes and does not load Spark.
 */
package org.stepless.cluster;
