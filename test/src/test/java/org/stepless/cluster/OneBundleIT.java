package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One bundle serves Scala 2.12 and 2.13: the compiler makes the same classes of the sources whether
 * it reads the oldest Spark's jars or this build's, so that they name only what both have.
 */
class OneBundleIT {
  private static final String SPARK = "org/stepless/spark/";

  private static Map<String, byte[]> bundled() throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (JarFile jar = new JarFile(Bundle.JAR.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().startsWith(SPARK) && entry.getName().endsWith(".class")) {
          classes.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
        }
      }
    }
    return classes;
  }

  private static Map<String, byte[]> oldest() throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Bundle.OLDEST_SPARK)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = Bundle.OLDEST_SPARK.relativize(file).toString().replace('\\', '/');
        classes.put(name, Files.readAllBytes(file));
      }
    }
    return classes;
  }

  @Test
  void theClassesAreThoseCompiledForTheOldestSpark() throws IOException {
    Map<String, byte[]> expected = oldest(), held = bundled();
    assertTrue(held.size() > 150, () -> "only " + held.keySet());
    assertEquals(expected.keySet(), held.keySet());
    List<String> others =
        held.keySet().stream()
            .filter(name -> !Arrays.equals(expected.get(name), held.get(name)))
            .toList();
    assertEquals(
        List.of(),
        others,
        "they name what one Spark or Scala alone has;"
            + " or another JDK compiled some: then build by mvn clean verify");
  }
}
