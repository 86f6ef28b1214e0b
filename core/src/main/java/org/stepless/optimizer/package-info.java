/**
 * The heart of the library: what an update rule is and how one step of it runs on one machine.
 *
 * <p>A {@link org.stepless.optimizer.UpdateRule} is an immutable value; its state ({@link
 * org.stepless.optimizer.OptimizerState}) is plain arrays laid out as its {@link
 * org.stepless.optimizer.Layout} says; {@link org.stepless.optimizer.Stepper} carries out steps.
 * Nothing here knows a method by name, a data set, or Spark. Depends on nothing.
 */
package org.stepless.optimizer;
