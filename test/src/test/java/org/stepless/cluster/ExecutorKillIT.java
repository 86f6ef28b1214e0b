package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stepless.cluster.Workload.LONG_RUNS;

import java.time.Duration;
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
  private static final int MOST_KILLS_OF_A_RUN = 2;
  private static final int LONGEST_WAIT = 400;
  private static final Duration LONGEST_STRIKE = Duration.ofMinutes(8);
  private static final long SEED = 20260101;

  @Test
  void killedExecutorsDoNotMatter(ClusterRuns runs) throws Exception {
    Submission submission =
        runs.onCluster("kills", LONG_RUNS, EXECUTORS)
            .set(Disturbance.PAUSE, 10)
            // One task may be among the victims more often than Spark's default of 4 allows.
            .set("spark.task.maxFailures", 20);
    Map<String, Integer> kills = new HashMap<>();
    ClusterRuns.Outcome outcome;
    try (JavaProcess driver = runs.cluster().submit(submission)) {
      strike(runs.cluster(), driver, kills);
      outcome = runs.finish(driver);
    }
    runs.assertSameBits(LONG_RUNS, outcome);
    int total = kills.values().stream().mapToInt(Integer::intValue).sum();
    runs.count("kills", total);
    System.out.println("kills by run: " + kills);
    assertTrue(total >= FEWEST_KILLS, "only " + kills);
    String tracking = LONG_RUNS.id(LONG_RUNS.cases().get(0));
    assertTrue(kills.containsKey(tracking), "no tracker was lost: " + kills);
    assertTrue(outcome.counts().get("failed") > 0, "no task was hit: " + outcome);
  }

  /** Kills until the driver ends; between two kills training must have gone on. */
  private static void strike(LocalCluster cluster, JavaProcess driver, Map<String, Integer> kills)
      throws InterruptedException {
    Random random = new Random(SEED);
    long end = System.nanoTime() + LONGEST_STRIKE.toNanos(), seen = 0;
    while (driver.isAlive() && System.nanoTime() < end) {
      Thread.sleep(random.nextInt(LONGEST_WAIT));
      List<String> lines = driver.lines();
      long progress = lines.stream().filter(line -> line.startsWith("epoch ")).count();
      String run = current(lines);
      if (progress > seen && run != null && kills.getOrDefault(run, 0) < MOST_KILLS_OF_A_RUN) {
        List<ProcessHandle> victims =
            cluster.executors().stream()
                .filter(executor -> lines.contains("executor " + executor.pid()))
                .toList();
        if (!victims.isEmpty()) {
          victims.get(random.nextInt(victims.size())).destroyForcibly();
          kills.merge(run, 1, Integer::sum);
          seen = progress;
        }
      }
    }
  }

  /** The model that is being trained; null between two. */
  private static String current(List<String> lines) {
    String run = null;
    for (String line : lines) {
      if (line.startsWith("start ")) {
        run = line.substring("start ".length());
      } else if (line.startsWith("model ")) {
        run = null;
      }
    }
    return run;
  }
}
