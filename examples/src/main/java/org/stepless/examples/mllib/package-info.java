/** Runnable examples of MLlib's RDD API with the optimisers of Stepless. */
package org.stepless.examples.mllib;
