/**
 * The text form of records, {@code name(key=value, ...)}, and checks of their values, shared by
 * rules, schedules and losses. Depends on nothing.
 */
package org.stepless.text;
