package org.stepless.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stepless.cluster.Workload.MANY_RULES;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A model depends on the data, their layout and the configuration: on nothing else. */
@ExtendWith(ClusterRuns.Extension.class)
class DeterminismIT {

  /** How long tasks sleep at most, so that they end in shuffled order. */
  private static final int SHUFFLE = 30;

  @Test
  void threadsDoNotMatter(ClusterRuns runs) throws Exception {
    runs.assertSameBits(
        MANY_RULES,
        runs.run(runs.local("threads", MANY_RULES, "local[4]").set(Disturbance.PAUSE, SHUFFLE)));
  }

  @Test
  void theProcessDoesNotMatter(ClusterRuns runs) throws Exception {
    runs.assertSameBits(MANY_RULES, runs.run(runs.onCluster("one-executor", MANY_RULES, 1)));
  }

  /** The reference compiles quickly; executors that compile fully must round alike. */
  @Test
  void twoExecutorsFailedTasksAndCompilersDoNotMatter(ClusterRuns runs) throws Exception {
    ClusterRuns.Outcome outcome =
        runs.run(
            runs.onCluster("failures", MANY_RULES, 2)
                .set(
                    "spark.executor.extraJavaOptions",
                    "--add-modules=jdk.incubator.vector -XX:+UseSerialGC")
                .set(Disturbance.FAIL, 5)
                .set("spark.task.maxFailures", 3));
    runs.assertSameBits(MANY_RULES, outcome);
    assertTrue(outcome.counts().get("failed") >= 50, outcome.toString());
  }

  /** Tasks end in shuffled order, and copies overtake those that hang. */
  @Test
  void fourExecutorsTheOrderAndSpeculativeCopiesDoNotMatter(ClusterRuns runs) throws Exception {
    ClusterRuns.Outcome outcome =
        runs.run(
            runs.onCluster("speculation", MANY_RULES, 4)
                .set(Disturbance.PAUSE, SHUFFLE)
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
