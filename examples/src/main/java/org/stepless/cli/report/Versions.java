package org.stepless.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of this build, as it wrote them down. */
public final class Versions {
  private Versions() {}

  /** The version of Stepless. */
  public static String stepless() {
    return of("version");
  }

  /**
   * The version of a library.
   *
   * @param name in {@code stepless.properties}, such as {@code echarts}
   */
  public static String of(String name) {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("/stepless.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(name);
  }
}
