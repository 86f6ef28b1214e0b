package org.stepless.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** The jars for clusters, as the build left them. */
final class Bundle {
  private static final String VERSION = System.getProperty("stepless.version");
  private static final String ARTIFACT = "stepless-spark-bundle_2.13";
  private static final Path FOLDER = Path.of("../bundle/target").toAbsolutePath().normalize();

  static final Path JAR = FOLDER.resolve(ARTIFACT + "-" + VERSION + ".jar");
  static final Path SUBMIT =
      Path.of("../examples/target/stepless-examples-" + VERSION + "-submit.jar");
  static final Path POM = FOLDER.resolve("bundle.pom");
  static final String COORDINATES = "org.stepless:" + ARTIFACT + ":" + VERSION;

  static {
    if (!Files.exists(JAR) || !Files.exists(SUBMIT)) {
      throw new IllegalStateException(
          "%s or %s is missing; build all modules by mvn verify".formatted(JAR, SUBMIT));
    }
  }

  private Bundle() {}
}
