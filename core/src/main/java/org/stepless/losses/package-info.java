/**
 * Losses, one immutable record a file, {@link org.stepless.losses.Losses}, the catalog that gives
 * them their names, and {@link org.stepless.losses.Objective}: the loss of a linear model on a
 * block of rows, with intercept and L2 penalty, which is one {@link
 * org.stepless.losses.BatchObjective}. To add a loss: write the record, add one line to the
 * catalog.
 *
 * <p>Depends on: org.stepless.data, org.stepless.text
 */
package org.stepless.losses;
