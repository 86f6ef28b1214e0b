package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.stepless.cluster.Workload.LARGE_DATA;
import static org.stepless.cluster.Workload.MANY_RULES;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Disks that take no more: what cannot be written is named, with what to do. */
@ExtendWith(ClusterRuns.Extension.class)
class DiskIT {
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static JavaProcess failing(ClusterRuns runs, Submission submission, String message)
      throws Exception {
    try (JavaProcess driver = runs.cluster().submit(submission)) {
      driver.await(message, LONGEST);
      assertThrows(IllegalStateException.class, () -> driver.awaitSuccess(LONGEST));
      runs.count("applications", 1);
      return driver;
    }
  }

  private static void assertNotPrinted(String start, JavaProcess driver) {
    List<String> lines = driver.lines();
    assertFalse(lines.stream().anyMatch(line -> line.startsWith(start)), lines.toString());
  }

  /** The training of a model begins with a line that tells its mode. */
  @Test
  void aCheckpointFolderThatCannotBeWrittenFailsBeforeTraining(ClusterRuns runs) throws Exception {
    Path file = Files.createFile(runs.cluster().scratch("unwritable").resolve("file"));
    Submission submission = runs.local("unwritable", MANY_RULES, "local[1]").with(file + "/below");
    String message =
        "checkpoint folder '%s/below/%s' cannot be written"
            .formatted(file, MANY_RULES.cases().get(0).folder());
    assertNotPrinted("mode ", failing(runs, submission, message));
  }

  /** Rows that memory does not hold find no room on disk either. */
  @Test
  void noRoomForRowsIsAnErrorThatSaysSo(ClusterRuns runs) throws Exception {
    Submission submission =
        runs.local("no-room", LARGE_DATA, "local[1]")
            .set("spark.memory.fraction", 0.05)
            // Less than the rows of one partition.
            .limitFiles(4000);
    String message = "no room on an executor's disk for rows that its memory does not hold";
    assertNotPrinted("model ", failing(runs, submission, message));
  }
}
