package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stepless.cluster.Workload.LONG_RUNS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The driver dies by SIGKILL and is started again: the models are those of the unbroken run. */
@ExtendWith(ClusterRuns.Extension.class)
class DriverKillIT {
  /** One in each of the first models: motaps, a synchronous one, motaps in one partition. */
  private static final int KILLS = 3;

  /** The least that must have been in the midst of training when they went on; one has trackers. */
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
      Path saved = folder.resolve(LONG_RUNS.cases().get(kills).folder());
      Submission submission =
          runs.onCluster("driver-" + kills, LONG_RUNS, 2).with(folder.toString());
      try (JavaProcess driver = runs.cluster().submit(submission)) {
        if (kills < KILLS && reaches(driver, saved)) {
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

  /** Waits until a model's training has saved a checkpoint; false if the driver ends. */
  private static boolean reaches(JavaProcess driver, Path checkpoints) throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (driver.isAlive() && System.nanoTime() < end) {
      if (holdsCheckpoint(checkpoints)) {
        return true;
      }
      Thread.sleep(20);
    }
    return false;
  }

  private static boolean holdsCheckpoint(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "step-*.checkpoint")) {
      return files.iterator().hasNext();
    }
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
