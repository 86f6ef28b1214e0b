package org.stepless.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** The jars for clusters, as the build left them. */
final class Bundle {
  private static final String VERSION = System.getProperty("stepless.version");
  private static final String ARTIFACT = "stepless-spark-bundle";
  private static final Path FOLDER = Path.of("../bundle/target").toAbsolutePath().normalize();

  static final Path JAR = FOLDER.resolve(ARTIFACT + "-" + VERSION + ".jar");
  static final Path SUBMIT =
      Path.of("../examples/target/stepless-examples-" + VERSION + "-submit.jar");
  static final Path POM = FOLDER.resolve("bundle.pom");
  static final String COORDINATES = "org.stepless:" + ARTIFACT + ":" + VERSION;

  /** The classes of spark-integration as the compiler made them for Spark 3.5 and Scala 2.12. */
  static final Path OLDEST_SPARK =
      Path.of("../oldest-spark/target/classes").toAbsolutePath().normalize();

  static {
    if (!Files.exists(JAR) || !Files.exists(SUBMIT)) {
      throw new IllegalStateException(
          "%s or %s is missing; build all modules by mvn verify".formatted(JAR, SUBMIT));
    }
  }

  private Bundle() {}

  /** The bundle's coordinates in a build for a version of Scala; they lead to the one bundle. */
  static String coordinates(String scala) {
    return "org.stepless:%s_%s:%s".formatted(ARTIFACT, scala, VERSION);
  }

  /** What stands in a repository for these. */
  static Path pom(String scala) {
    return Path.of("../bundle/scala-" + scala + "/target/bundle.pom");
  }
}
