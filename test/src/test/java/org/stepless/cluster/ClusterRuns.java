package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Trains {@link Workload}s on one cluster that all test classes share, compares the models with
 * those of an undisturbed run on one local core, and prints at the end how much was done.
 */
final class ClusterRuns implements AutoCloseable {
  static final int WORKERS = 4;

  private static final Duration LONGEST_RUN = Duration.ofMinutes(8);

  /** Hands the one instance to tests that ask for it; it is closed after the last class. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ClusterRuns.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .getOrComputeIfAbsent(ClusterRuns.class, type -> start(), ClusterRuns.class);
    }

    private static ClusterRuns start() {
      try {
        return new ClusterRuns();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * What an application printed.
   *
   * @param models digest of every model, by {@link Workload#id}
   * @param counts what {@link TaskCounts} counted
   */
  record Outcome(Map<String, String> models, Map<String, Integer> counts) {
    static Outcome of(List<String> lines) {
      Map<String, String> models = new LinkedHashMap<>();
      Map<String, Integer> counts = new LinkedHashMap<>();
      for (String line : lines) {
        String[] words = line.split(" ");
        if (words[0].equals("model")) {
          models.put(words[1], words[2]);
        } else if (words[0].equals("counts")) {
          for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=");
            counts.put(pair[0], Integer.valueOf(pair[1]));
          }
        }
      }
      return new Outcome(models, counts);
    }
  }

  private final LocalCluster cluster;
  private final Path jobJar;
  private final Map<String, Integer> tally = new LinkedHashMap<>();
  private final long start = System.nanoTime();
  private Outcome reference;

  private ClusterRuns() throws IOException, InterruptedException {
    cluster = new LocalCluster(Path.of("target", "cluster"), WORKERS);
    jobJar =
        SparkHome.pack(
            cluster.scratch("job").resolve("job.jar"),
            "TrainingJob",
            "Workload",
            "Disturbance",
            "TaskCounts");
  }

  LocalCluster cluster() {
    return cluster;
  }

  /** A training application on the cluster, with so many executors. */
  Submission onCluster(String name, Workload workload, int executors) {
    return job(name, cluster.url(), workload.name()).set("spark.cores.max", executors);
  }

  /** A training application within one process. */
  Submission local(String name, Workload workload, String master) {
    return job(name, master, workload.name());
  }

  private Submission job(String name, String master, String workloads) {
    return new Submission(name, master, TrainingJob.class.getName(), jobJar, List.of(Bundle.JAR))
        .set("spark.plugins", Disturbance.class.getName())
        .with(workloads);
  }

  /** Runs an application to its end. */
  Outcome run(Submission submission) throws IOException, InterruptedException {
    try (JavaProcess driver = cluster.submit(submission)) {
      return finish(driver);
    }
  }

  /** Waits for the end of an application. */
  Outcome finish(JavaProcess driver) throws InterruptedException {
    Outcome outcome = Outcome.of(driver.awaitSuccess(LONGEST_RUN));
    count("applications", 1);
    count("models", outcome.models().size());
    outcome.counts().forEach(this::count);
    return outcome;
  }

  /** Asserts that an application's models are those of the undisturbed run, bit for bit. */
  void assertSameBits(Workload workload, Outcome outcome) throws IOException, InterruptedException {
    if (reference == null) {
      String all = Stream.of(Workload.values()).map(Enum::name).collect(Collectors.joining(","));
      reference = run(job("reference", "local[1]", all));
    }
    Map<String, String> expected = new TreeMap<>(reference.models());
    expected.keySet().retainAll(workload.cases().stream().map(workload::id).toList());
    assertEquals(workload.cases().size(), expected.size());
    assertEquals(expected, new TreeMap<>(outcome.models()));
    count("compared", outcome.models().size());
  }

  /** Adds to a figure of the summary. */
  void count(String what, int more) {
    tally.merge(what, more, Integer::sum);
  }

  @Override
  public void close() {
    cluster.close();
    System.out.printf(
        "cluster tests: %s in %d s%n",
        tally, Duration.ofNanos(System.nanoTime() - start).toSeconds());
  }
}
