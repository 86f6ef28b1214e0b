package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stepless.cluster.Workload.LONG_RUNS;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Executors die by SIGKILL in the midst of training; the model is that of the unbroken run. */
@ExtendWith(ClusterRuns.Extension.class)
class ExecutorKillIT {
  private static final int EXECUTORS = 3;
  private static final int FEWEST_KILLS = 10;
  private static final long SEED = 20260101;
  private static final int SHORTEST_REST = 300, LONGEST_REST = 1800;

  @Test
  void killedExecutorsDoNotMatter(ClusterRuns runs) throws Exception {
    Submission submission =
        runs.onCluster("kills", LONG_RUNS, EXECUTORS)
            .set(Disturbance.PAUSE, 20)
            // The reference runs on the quick compiler alone: that must not matter either.
            .set("spark.executor.extraJavaOptions", "-XX:+UseSerialGC")
            // One task may be among the victims more often than Spark's default of 4 allows.
            .set("spark.task.maxFailures", 20);
    Map<String, Integer> kills = new HashMap<>();
    ClusterRuns.Outcome outcome;
    try (JavaProcess driver = runs.cluster().submit(submission)) {
      Random random = new Random(SEED);
      while (driver.isAlive()) {
        Thread.sleep(SHORTEST_REST + random.nextInt(LONGEST_REST - SHORTEST_REST));
        kill(runs.cluster(), driver, random, kills);
      }
      outcome = runs.finish(driver);
    }
    runs.assertSameBits(LONG_RUNS, outcome);
    int total = kills.values().stream().mapToInt(Integer::intValue).sum();
    runs.count("kills", total);
    assertTrue(total >= FEWEST_KILLS, "only " + kills);
    assertTrue(outcome.counts().get("failed") > 0, "no task was hit: " + outcome);
  }

  private static void kill(
      LocalCluster cluster, JavaProcess driver, Random random, Map<String, Integer> kills) {
    List<String> lines = driver.lines();
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    List<ProcessHandle> executors = cluster.executors();
    // Where most are still coming back, training would only wait longer.
    if (last.startsWith("start ") && executors.size() >= EXECUTORS - 1) {
      executors.get(random.nextInt(executors.size())).destroyForcibly();
      kills.merge(last, 1, Integer::sum);
    }
  }
}
