/** Runnable examples of what Stepless can do, one folder per subject; see {@code example}. */
package org.stepless.examples;
