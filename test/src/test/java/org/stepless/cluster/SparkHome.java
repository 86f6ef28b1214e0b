package org.stepless.cluster;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A SPARK_HOME without a Spark distribution: {@code jars/} holds links to the jars of the tests'
 * class path, less those that a Stepless user must bring along. Spark's workers need no more to
 * launch executors.
 */
final class SparkHome {
  /** What the application brings: never visible to master, workers and the executors' Spark. */
  private static final List<String> APPLICATION =
      List.of("stepless-", "picocli-", "progressbar-", "jline-", "xchart-", "echarts-");

  private static final List<String> TESTS =
      List.of("junit-", "opentest4j-", "apiguardian-", "jqwik-", "surefire-");

  private final Path home;
  private final List<Path> applicationJars;

  /**
   * @param home folder to make
   */
  SparkHome(Path home) throws IOException {
    this.home = home;
    Path jars = Files.createDirectories(home.resolve("jars"));
    applicationJars = applicationJars();
    for (Path jar : sparkJars()) {
      link(jars.resolve(jar.getFileName()), jar);
    }
    if (applicationJars.stream().noneMatch(jar -> named(jar, "stepless-examples"))) {
      throw new IllegalStateException(
          "the cluster tests submit the built jars; run them by mvn verify");
    }
  }

  /** The jars of the tests' class path that a Spark distribution holds too. */
  static List<Path> sparkJars() {
    return jars(name -> !starts(name, APPLICATION) && !starts(name, TESTS));
  }

  /** The jars of the tests' class path that a user brings. */
  static List<Path> applicationJars() {
    return jars(name -> starts(name, APPLICATION));
  }

  private static List<Path> jars(Predicate<String> names) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .filter(jar -> names.test(jar.getFileName().toString()))
        .toList();
  }

  private static boolean starts(String name, List<String> prefixes) {
    return prefixes.stream().anyMatch(name::startsWith);
  }

  private static boolean named(Path jar, String prefix) {
    return jar.getFileName().toString().startsWith(prefix);
  }

  private static void link(Path link, Path target) throws IOException {
    try {
      Files.createSymbolicLink(link, target);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalStateException("two jars on the class path are called " + link, e);
    }
  }

  Path path() {
    return home;
  }

  /** The class path entry that stands for all of Spark. */
  Path jars() {
    return home.resolve("jars").resolve("*");
  }

  /** The jar with the command line. */
  Path examplesJar() {
    return applicationJars.stream()
        .filter(jar -> named(jar, "stepless-examples"))
        .findFirst()
        .orElseThrow();
  }

  /** The jars that {@code --jars} must name. */
  List<Path> libraries() {
    return applicationJars.stream().filter(jar -> !named(jar, "stepless-examples")).toList();
  }

  /** Packs compiled classes of this package into a jar. */
  static Path pack(Path jar, String... namePrefixes) throws IOException {
    Path folder;
    try {
      folder = Path.of(SparkHome.class.getResource("SparkHome.class").toURI()).getParent();
    } catch (java.net.URISyntaxException e) {
      throw new IOException(e);
    }
    String packageFolder = SparkHome.class.getPackageName().replace('.', '/') + "/";
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> classes = Files.list(folder)) {
      for (Path path : classes.sorted().toList()) {
        String name = path.getFileName().toString();
        if (Arrays.stream(namePrefixes).anyMatch(name::startsWith)) {
          zip.putNextEntry(new ZipEntry(packageFolder + name));
          Files.copy(path, zip);
        }
      }
    }
    return jar;
  }
}
