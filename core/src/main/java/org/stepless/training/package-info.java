/**
 * Training on rows held in memory: the order in which rows are visited, the plan of a run, and the
 * loop that takes mini-batch steps on one partition.
 *
 * <p>Depends on: org.stepless.data, org.stepless.losses, org.stepless.optimizer,
 * org.stepless.schedules, org.stepless.text
 */
package org.stepless.training;
