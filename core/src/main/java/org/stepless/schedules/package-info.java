/**
 * Schedules: the multiplier of every step, outside the rules, and their refinement from the
 * gradient norms of a run. {@link org.stepless.schedules.Schedules} is the catalog that gives
 * schedules their names. To add one: write the record, add one line to the catalog.
 *
 * <p>Depends on: org.stepless.text
 */
package org.stepless.schedules;
