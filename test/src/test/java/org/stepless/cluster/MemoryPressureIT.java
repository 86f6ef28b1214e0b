package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stepless.cluster.Workload.LARGE_DATA;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that do not fit the executor's memory go to disk, and the model stays what it is. */
@ExtendWith(ClusterRuns.Extension.class)
class MemoryPressureIT {

  @Test
  void evictedBlocksDoNotMatter(ClusterRuns runs) throws Exception {
    ClusterRuns.Outcome outcome =
        runs.run(
            runs.onCluster("memory", LARGE_DATA, 1)
                // About 10 MB for 46 MB of rows.
                .set("spark.memory.fraction", 0.05));
    runs.assertSameBits(LARGE_DATA, outcome);
    assertTrue(outcome.counts().get("disk") > LARGE_DATA.partitions() / 2, outcome.toString());
    assertEquals(0, outcome.counts().get("failed"), "tasks must spill, not fail");
  }
}
