/**
 * Gradients on ND4J, on CPU or GPU, and the rules as ND4J updaters. ND4J is optional: nothing
 * outside this package and {@code org.stepless.spark.nd4j} may load its classes.
 *
 * <p>Depends on: org.stepless.data, org.stepless.losses, org.stepless.methods, org.stepless.models,
 * org.stepless.optimizer, org.stepless.schedules, org.stepless.text
 */
package org.stepless.nd4j;
