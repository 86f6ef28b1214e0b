package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the jars for clusters hold: what they must, and nothing that Spark brings. */
class JarContentsIT {
  private static final String SERVICES = "META-INF/services/";
  private static final Set<String> PAPERS =
      Set.of("META-INF/LICENSE", "META-INF/MANIFEST.MF", "META-INF/NOTICE");

  /** Check sums of all files by name, but for the papers that any jar may have. */
  private static Map<String, Long> files(Collection<Path> jars) throws IOException {
    Map<String, Long> files = new TreeMap<>();
    for (Path jar : jars) {
      try (JarFile open = new JarFile(jar.toFile())) {
        open.stream()
            .filter(entry -> !entry.isDirectory() && !PAPERS.contains(entry.getName()))
            .filter(entry -> !entry.getName().startsWith("META-INF/maven/"))
            .forEach(entry -> files.put(entry.getName(), entry.getCrc()));
      }
    }
    return files;
  }

  /** All lines of the service files, each with its file's name. */
  private static Set<String> services(Collection<Path> jars) throws IOException {
    Set<String> lines = new TreeSet<>();
    for (Path jar : jars) {
      try (JarFile open = new JarFile(jar.toFile())) {
        for (JarEntry entry : open.stream().filter(JarContentsIT::isService).toList()) {
          byte[] bytes = open.getInputStream(entry).readAllBytes();
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .forEach(line -> lines.add(entry.getName() + ": " + line));
        }
      }
    }
    return lines;
  }

  private static boolean isService(JarEntry entry) {
    return entry.getName().startsWith(SERVICES) && !entry.isDirectory();
  }

  private static List<Path> named(String... prefixes) {
    return SparkHome.applicationJars().stream()
        .filter(
            jar ->
                List.of(prefixes).stream()
                    .anyMatch(prefix -> jar.getFileName().toString().startsWith(prefix)))
        .toList();
  }

  @Test
  void theBundleHoldsItsTwoModulesAndNothingElse() throws IOException {
    List<Path> modules = named("stepless-core-", "stepless-spark-");
    assertEquals(2, modules.size());
    Map<String, Long> expected = files(modules);
    assertTrue(expected.size() > 250, expected.keySet()::toString);
    assertEquals(expected, files(List.of(Bundle.JAR)));
    List<String> outside =
        expected.keySet().stream()
            .filter(name -> !name.startsWith("org/stepless/") && !name.startsWith(SERVICES))
            .toList();
    assertEquals(List.of(), outside);
    assertHasPapers(Bundle.JAR);
  }

  @Test
  void theSubmitJarHoldsAllThatUsersBringAndNothingOfSpark() throws IOException {
    Map<String, Long> held = files(List.of(Bundle.SUBMIT));
    List<Path> brought = SparkHome.applicationJars();
    Set<String> classes = new TreeSet<>(files(brought).keySet());
    classes.removeIf(name -> !name.endsWith(".class") || name.endsWith("module-info.class"));
    assertTrue(held.keySet().containsAll(classes));
    assertEquals(services(brought), services(List.of(Bundle.SUBMIT)));

    Set<String> spark = files(SparkHome.sparkJars()).keySet();
    assertTrue(spark.size() > 50_000, () -> "only " + spark.size());
    assertEquals(List.of(), held.keySet().stream().filter(spark::contains).toList());
    assertHasPapers(Bundle.SUBMIT);
  }

  private static void assertHasPapers(Path jar) throws IOException {
    try (JarFile open = new JarFile(jar.toFile())) {
      for (String name : PAPERS) {
        assertTrue(open.getEntry(name) != null, () -> jar + " has no " + name);
      }
    }
  }

  /** Whoever passes the submit jar on passes these on: their licences ask to be named. */
  @Test
  void theSubmitJarNamesWhatOthersWrote() throws IOException {
    String text;
    try (JarFile open = new JarFile(Bundle.SUBMIT.toFile())) {
      JarEntry entry = open.getJarEntry("META-INF/THIRD-PARTY.txt");
      text = new String(open.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
    for (Path jar : SparkHome.applicationJars()) {
      String name = jar.getFileName().toString().replace(".jar", "");
      assertTrue(name.startsWith("stepless-") || text.contains(name + ":"), name);
    }
  }

  @Test
  void thePomOfTheBundleAsksForNothing() throws IOException {
    String pom = Files.readString(Bundle.POM);
    assertTrue(pom.contains("<artifactId>stepless-spark-bundle</artifactId>"), pom);
    for (String word : List.of("<parent>", "<dependency>", "<dependencyManagement>", "${")) {
      assertTrue(!pom.contains(word), pom);
    }
  }

  /** BundleIT resolves the one; the other differs by its name alone. */
  @Test
  void thePomsForEachScalaLeadToTheBundle() throws IOException {
    String pom = Files.readString(Bundle.pom("2.12"));
    assertTrue(pom.contains("<artifactId>stepless-spark-bundle_2.12</artifactId>"), pom);
    assertTrue(!pom.contains("<parent>"), pom);
    assertEquals(
        pom.replace("bundle_2.12", "bundle_2.13").replace("Scala 2.12<", "Scala 2.13<"),
        Files.readString(Bundle.pom("2.13")));
  }
}
