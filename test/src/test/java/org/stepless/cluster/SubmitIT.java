package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.stepless.cli.Main;

/** The command line by spark-submit, as a user of a cluster starts it. */
@ExtendWith(ClusterRuns.Extension.class)
class SubmitIT {
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static Submission train(ClusterRuns runs, String name, String master) {
    SparkHome home = runs.cluster().home();
    return new Submission(name, master, Main.class.getName(), home.examplesJar(), home.libraries())
        .set("spark.cores.max", 2)
        .with(
            "train", "--input", Path.of("../examples/data/digits.libsvm.gz").toAbsolutePath() + "")
        .with("--partitions", "4", "--epochs", "3");
  }

  /** The norms of all steps' gradients: equal only if all steps are. */
  private static String gradients(ClusterRuns runs, String name, String master) throws Exception {
    Path folder = runs.cluster().scratch(name);
    Submission submission =
        train(runs, name, master)
            .with(
                "--mode",
                "synchronous",
                "--batch-size",
                "128",
                "--json",
                "--output",
                folder + "/result");
    try (JavaProcess driver = runs.cluster().submit(submission)) {
      List<String> lines = driver.awaitSuccess(LONGEST);
      assertEquals(1, lines.size(), lines.toString());
      assertTrue(lines.get(0).startsWith("{\"objective\":"), lines.get(0));
    }
    runs.count("applications", 1);
    assertTrue(Files.exists(folder.resolve("result/model/metadata")));
    return Files.readString(folder.resolve("result/gradients.csv"));
  }

  @Test
  void theCommandTrainsOnTheClusterAsInOneProcess(ClusterRuns runs) throws Exception {
    String local = gradients(runs, "train-local", "local[2]");
    assertEquals(local, gradients(runs, "train-cluster", runs.cluster().url()));
    runs.count("compared", 1);
  }

  @Test
  void aWrongOptionIsNamedAndTheCodeIsThatOfUserErrors(ClusterRuns runs) throws Exception {
    Submission submission =
        train(runs, "train-wrong", runs.cluster().url()).with("--optimizer", "prodigi");
    try (JavaProcess driver = runs.cluster().submit(submission)) {
      driver.await("prodigi", LONGEST);
      Exception failure =
          assertThrows(IllegalStateException.class, () -> driver.awaitSuccess(LONGEST));
      assertTrue(failure.getMessage().startsWith("ended with code 2"), failure.getMessage());
    }
  }
}
