/**
 * Methods with one number of memory per training example: SP, TAPS and MOTAPS. Their steps need the
 * loss and the gradient of single examples, so they are no {@link
 * org.stepless.optimizer.UpdateRule}s.
 *
 * <p>An {@link org.stepless.perexample.ExampleRule} is an immutable value. A local pass of {@link
 * org.stepless.perexample.ExampleStepper} walks over the rows of one partition and moves the point
 * and the rows' trackers; {@link org.stepless.perexample.ExampleState#finishPass} is the global
 * step from the trackers' sum. Depends on {@code text}.
 */
package org.stepless.perexample;
