package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundle on a cluster of two workers, given by a path and fetched by its coordinates. */
class BundleIT {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final int WORKERS = 2;

  private static LocalCluster cluster;
  private static Path application;

  @BeforeAll
  static void start() throws Exception {
    cluster = new LocalCluster(Path.of("target", "bundle-cluster"), WORKERS);
    application = SparkHome.pack(cluster.scratch("job").resolve("job.jar"), "BundleJob");
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Submission submission(String name, Path... libraries) {
    return new Submission(
            name, cluster.url(), BundleJob.class.getName(), application, List.of(libraries))
        .set("spark.cores.max", WORKERS)
        // As many clusters have it; the repetition in one process has Java's.
        .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        // Few rows: interpreting their expressions is sooner done than compiling them.
        .set("spark.sql.codegen.wholeStage", false)
        .set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
  }

  private static List<String> run(Submission submission) throws Exception {
    try (JavaProcess driver = cluster.submit(submission)) {
      return driver.awaitSuccess(LONGEST);
    }
  }

  /** The lines of a fit with this model, by so many executors that have Stepless from a jar. */
  private static List<String> lines(List<String> model, int executors, String jar) {
    // Spark counts the driver as well.
    List<String> start =
        List.of("executors " + (executors + 1), "driver " + jar, "tasks [" + jar + "]");
    return Stream.concat(start.stream(), model.stream()).toList();
  }

  @Test
  void fitsSavesLoadsAndPredictsAsInOneProcess() throws Exception {
    String jar = Bundle.JAR.getFileName().toString();
    String folder = cluster.scratch("stages").toUri().toString();
    List<String> jars = run(submission("jars", Bundle.JAR).with(folder));
    assertEquals(14, jars.size(), jars.toString());
    List<String> local = jars.subList(7, 14), model = local.subList(3, 7);
    assertEquals(lines(model, 0, jar), local);
    assertEquals(lines(model, WORKERS, jar), jars.subList(0, 7));
    assertTrue(model.get(3).matches("right (59\\d|600)"), model::toString);

    // By the name for a Scala, which leads to the same jar, and by its own.
    Path repository = repository();
    for (String coordinates : List.of(Bundle.coordinates("2.12"), Bundle.COORDINATES)) {
      Path home = cluster.scratch("ivy").resolve(coordinates.replace(':', '-'));
      List<String> packages = run(packages(coordinates, repository, home));
      assertEquals(
          lines(model, WORKERS, "org.stepless_" + jar), packages.subList(1, packages.size()));
      try (var fetched = Files.list(home.resolve("jars"))) {
        assertEquals(List.of(home.resolve("jars/org.stepless_" + jar)), fetched.toList());
      }
    }
  }

  /** No repository but the one named by the option. Ivy says on standard output what it reads. */
  private static Submission packages(String coordinates, Path repository, Path home)
      throws IOException {
    Path settings = Files.createDirectories(home).resolve("settings.xml");
    return submission("packages")
        .option("--packages", coordinates)
        .option("--repositories", repository.toUri().toString())
        .set("spark.jars.ivySettings", Files.writeString(settings, "<ivysettings/>"))
        .set("spark.jars.ivy", home);
  }

  /** A folder laid out as Maven's repositories are that holds the bundle's names, nothing else. */
  private static Path repository() throws IOException {
    Path root = cluster.scratch("repository");
    add(root, Bundle.COORDINATES, ".jar", Bundle.JAR);
    add(root, Bundle.COORDINATES, ".pom", Bundle.POM);
    add(root, Bundle.coordinates("2.12"), ".pom", Bundle.pom("2.12"));
    return root;
  }

  private static void add(Path root, String coordinates, String ending, Path file)
      throws IOException {
    String[] parts = coordinates.split(":");
    Path folder = root.resolve(parts[0].replace('.', '/')).resolve(parts[1]).resolve(parts[2]);
    Files.createDirectories(folder);
    Files.copy(file, folder.resolve(parts[1] + "-" + parts[2] + ending));
  }
}
