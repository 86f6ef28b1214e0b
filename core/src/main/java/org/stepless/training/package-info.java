/**
 * Training on rows held in memory: the order in which rows are visited, the plan of a run, and the
 * loop that takes mini-batch steps on one partition. Knows no Spark; depends on {@code data},
 * {@code losses}, {@code optimizer} and {@code schedules}.
 */
package org.stepless.training;
