/**
 * The heart of the library: what an update rule is and how one step of it runs on one machine.
 *
 * <p>An {@link org.stepless.optimizer.UpdateRule} is an immutable value; its state ({@link
 * org.stepless.optimizer.OptimizerState}) is plain arrays laid out as its {@link
 * org.stepless.optimizer.Layout} says; {@link org.stepless.optimizer.Stepper} carries out steps.
 *
 * <p>An {@link org.stepless.optimizer.ExampleRule} is the other kind of method: its steps need the
 * loss and the gradient of single examples, and every example has one number of memory, its
 * tracker. {@link org.stepless.optimizer.ExampleStepper} carries out its steps.
 *
 * <p>Nothing here knows a method by name, a data set, or Spark.
 *
 * <p>Depends on: org.stepless.text
 */
package org.stepless.optimizer;
