/**
 * Spark jobs over parts of the data: tasks and ordered merges of their results, what is shipped to
 * them, and what they leave that must be released.
 *
 * <p>Depends on: org.stepless.data, org.stepless.optimizer
 */
package org.stepless.spark.jobs;
