/** Networks of ND4J trained by the rules of this library. */
package org.stepless.examples.nd4j;
