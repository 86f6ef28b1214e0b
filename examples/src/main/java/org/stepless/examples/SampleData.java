package org.stepless.examples;

import java.nio.file.Path;

/** The data sets that ship with the project. */
public final class SampleData {
  private SampleData() {}

  /**
   * The first argument of an example, or a shipped file where there is none.
   *
   * @param name of a file in {@code examples/data}
   */
  public static String path(String[] arguments, String name) {
    return arguments.length > 0 ? arguments[0] : path(name);
  }

  /** A shipped file; the launcher says where the project is, elsewhere it is the working folder. */
  public static String path(String name) {
    return Path.of(System.getProperty("stepless.home", "."), "examples", "data", name).toString();
  }
}
