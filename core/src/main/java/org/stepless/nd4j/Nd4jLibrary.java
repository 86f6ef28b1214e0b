package org.stepless.nd4j;

/** Whether ND4J is on the class path; needs none of its classes to tell. */
public final class Nd4jLibrary {
  private static final String API = "org.nd4j.linalg.factory.Nd4j";

  /** How to get one. */
  static final String REMEDY =
      "add one backend to the class path: org.nd4j:nd4j-native:1.0.0-M2.1 for CPUs, or"
          + " org.nd4j:nd4j-cuda-11.6:1.0.0-M2.1 with its native libraries for GPUs";

  private Nd4jLibrary() {}

  /**
   * @throws IllegalStateException if ND4J is not there, saying what to add
   */
  public static void require() {
    try {
      Class.forName(API, false, Nd4jLibrary.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "this needs ND4J, which is not on the class path; " + REMEDY, e);
    }
  }
}
