/**
 * Runnable examples of what Stepless can do, one package per subject; {@code stepless example}
 * lists and runs them. {@link org.stepless.examples.SampleData} finds the data they read. Nothing
 * here knows the command line.
 *
 * <p>Depends on: nothing of this project
 */
package org.stepless.examples;
