/**
 * Where the rows of a run are: on the driver, in one task or in partitions, with or without a
 * tracker beside every row. The engine works on rows through a placement alone.
 *
 * <p>Depends on: org.stepless.data, org.stepless.spark.jobs, org.stepless.spark.rows
 */
package org.stepless.spark.placement;
