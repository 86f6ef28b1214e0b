/**
 * The text form of records, {@code name(key=value, ...)}, and checks of their values, shared by
 * rules, schedules and losses.
 *
 * <p>Depends on: nothing of this project
 */
package org.stepless.text;
