package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stepless.cluster.Workload.MANY_RULES;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model depends on the data, their layout and the configuration: on nothing else. */
@ExtendWith(ClusterRuns.Extension.class)
class DeterminismIT {

  /** How long tasks of the widest runs sleep at most, so that they end in shuffled order. */
  private static final int SHUFFLE = 30;

  @Test
  void threadsDoNotMatter(ClusterRuns runs) throws Exception {
    runs.assertSameBits(
        MANY_RULES,
        runs.run(runs.local("threads", MANY_RULES, "local[4]").set(Disturbance.PAUSE, SHUFFLE)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void executorsDoNotMatter(int executors, ClusterRuns runs) throws Exception {
    runs.assertSameBits(
        MANY_RULES,
        runs.run(
            runs.onCluster("executors-" + executors, MANY_RULES, executors)
                .set(Disturbance.PAUSE, executors < 4 ? 0 : SHUFFLE)));
  }

  /** The reference compiles quickly; executors that compile fully must round alike. */
  @Test
  void failedTasksAndCompilersDoNotMatter(ClusterRuns runs) throws Exception {
    ClusterRuns.Outcome outcome =
        runs.run(
            runs.onCluster("failures", MANY_RULES, 2)
                .set("spark.executor.extraJavaOptions", "-XX:+UseSerialGC")
                .set(Disturbance.FAIL, 5)
                .set("spark.task.maxFailures", 3));
    runs.assertSameBits(MANY_RULES, outcome);
    assertTrue(outcome.counts().get("failed") >= 50, outcome.toString());
  }

  @Test
  void speculativeCopiesDoNotMatter(ClusterRuns runs) throws Exception {
    ClusterRuns.Outcome outcome =
        runs.run(
            runs.onCluster("speculation", MANY_RULES, 3)
                .set(Disturbance.STALL, 30)
                .set("spark.speculation", true)
                .set("spark.speculation.interval", "20ms")
                .set("spark.speculation.minTaskRuntime", "50ms")
                .set("spark.speculation.multiplier", 1.5)
                .set("spark.speculation.quantile", 0.5));
    runs.assertSameBits(MANY_RULES, outcome);
    assertTrue(outcome.counts().get("speculative") >= 5, outcome.toString());
  }
}
