/**
 * Gradients on ND4J, on CPU or GPU, and the rules as ND4J updaters. ND4J is optional: nothing
 * outside this package and {@code org.stepless.spark.nd4j} may load its classes. Depends on {@code
 * data}, {@code losses}, {@code methods}, {@code optimizer}, {@code schedules} and {@code text}.
 */
package org.stepless.nd4j;
