package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stepless.cluster.Workload.LONG_RUNS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The driver dies by SIGKILL and is started again: the models are those of the unbroken run. */
@ExtendWith(ClusterRuns.Extension.class)
class DriverKillIT {
  private static final int KILLS = 3;

  /** The least that must have been in the midst of training when they went on. */
  private static final int FEWEST_RESUMED = 2;

  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final int LONGEST_WAIT = 400;
  private static final long SEED = 20260102;

  @Test
  void killedDriversGoOnFromTheirCheckpoints(ClusterRuns runs) throws Exception {
    Path folder = runs.cluster().scratch("driver-kills");
    Random random = new Random(SEED);
    int kills = 0, resumed = 0;
    ClusterRuns.Outcome outcome = null;
    while (outcome == null) {
      Submission submission =
          runs.onCluster("driver-" + kills, LONG_RUNS, 2).with(folder.toString());
      try (JavaProcess driver = runs.cluster().submit(submission)) {
        if (kills < KILLS && reaches(driver, kills)) {
          Thread.sleep(random.nextInt(LONGEST_WAIT));
          kills++; // by the end of this block, which closes the process
        } else {
          outcome = runs.finish(driver);
        }
        resumed += resumed(driver.lines());
      }
    }
    runs.assertSameBits(LONG_RUNS, outcome);
    runs.count("driver kills", kills);
    runs.count("resumed", resumed);
    assertTrue(kills >= FEWEST_RESUMED, "only " + kills + " kills");
    assertTrue(resumed >= FEWEST_RESUMED, "only " + resumed + " runs went on");
  }

  /** Waits until a model's training has begun and told of an epoch; false if the driver ends. */
  private static boolean reaches(JavaProcess driver, int model) throws InterruptedException {
    String start = "start " + LONG_RUNS.id(LONG_RUNS.cases().get(model));
    long end = System.nanoTime() + LONGEST.toNanos();
    while (driver.isAlive() && System.nanoTime() < end) {
      List<String> lines = driver.lines();
      int from = lines.indexOf(start);
      if (from >= 0 && lines.stream().skip(from).anyMatch(line -> line.startsWith("epoch "))) {
        return true;
      }
      Thread.sleep(20);
    }
    return false;
  }

  /** Models whose training went on from a checkpoint and had epochs left. */
  private static int resumed(List<String> lines) {
    int count = 0;
    boolean resumed = false;
    for (String line : lines) {
      if (line.startsWith("mode ")) {
        resumed = line.contains("resumed after step");
      } else if (resumed && line.startsWith("epoch ")) {
        count++;
        resumed = false;
      }
    }
    return count;
  }
}
