/**
 * What the one number of memory per row is good for.
 *
 * <p>Depends on: org.stepless.examples, org.stepless.spark
 */
package org.stepless.examples.trackers;
