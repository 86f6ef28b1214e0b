package org.stepless.spark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.data.RowBlock;
import org.stepless.losses.Objective;
import org.stepless.losses.Softmax;
import org.stepless.methods.Methods;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunPlan;
import org.stepless.schedules.Schedules;
import org.stepless.spark.Samples;
import org.stepless.spark.SharedSpark;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.FrameReader;
import org.stepless.training.Problem;
import org.stepless.training.RunListener;
import org.stepless.training.TrainingPlan;

/** What a round is to Spark: one job with a description, of no more stages than it needs. */
class RoundJobsTest {
  private static final JavaSparkContext CONTEXT =
      JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext());
  private static final Dataset<Row> SAMPLES = Samples.classes(600, 4, 3, 9);
  private static final int EPOCHS = 2, STEPS_AN_EPOCH = 6;
  private static final String END = "end of test";

  private record Job(String description, int stages) {}

  private static TrainingPlan plan() {
    return new TrainingPlan(
        Methods.parse("prodigy"), Schedules.parse("linear"), EPOCHS, STEPS_AN_EPOCH, 5, 0);
  }

  private static double[] train(RunMode mode, int partitions, int depth) {
    Dataset<Row> rows =
        SharedSpark.session()
            .createDataFrame(
                CONTEXT.parallelize(SAMPLES.collectAsList(), partitions), SAMPLES.schema());
    JavaRDD<RowBlock> blocks = FrameReader.blocks(rows, "features", "label", null, label -> {});
    try (BlockData data = BlockData.persist(blocks, "test data")) {
      Problem problem =
          new Problem(new Objective(new Softmax(3), 4, true, null), null, data.meanWeight());
      return new Engine(CONTEXT)
          .setAggregationDepth(depth)
          .train(RunPlan.of(mode, plan(), 2), data, problem, new double[15], RunListener.NONE)
          .model();
    }
  }

  /** A shuffle adds a stage: 4 partitions go to the driver, as in treeAggregate, 9 need a level. */
  @ParameterizedTest
  @CsvSource({
    "SYNCHRONOUS, 4, 2, 12, 1",
    "SYNCHRONOUS, 9, 2, 12, 2",
    "SYNCHRONOUS, 9, 1, 12, 1",
    "LOCAL, 4, 2, 6, 1",
    "LOCAL, 9, 2, 6, 2",
    "LOCAL, 9, 1, 6, 1"
  })
  void aRoundIsOneDescribedJob(RunMode mode, int partitions, int depth, int rounds, int stages)
      throws Exception {
    BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            String description = job.properties().getProperty("spark.job.description");
            jobs.add(new Job(String.valueOf(description), job.stageInfos().size()));
          }
        };
    CONTEXT.sc().addSparkListener(listener);
    try {
      train(mode, partitions, depth);
      CONTEXT.setJobDescription(END);
      CONTEXT.parallelize(List.of(1), 1).count();
      int seen = 0;
      // Events come late, but in order.
      for (Job job = jobs.take(); !job.description().equals(END); job = jobs.take()) {
        if (job.description().startsWith("Stepless round ")) {
          int step = seen++ * (STEPS_AN_EPOCH * EPOCHS / rounds);
          assertEquals("Stepless round %d, step %d of 12".formatted(seen, step), job.description());
          assertEquals(stages, job.stages());
        }
      }
      assertEquals(rounds, seen);
    } finally {
      CONTEXT.setJobDescription(null);
      CONTEXT.sc().removeSparkListener(listener);
    }
  }

  /** Only rounding tells trees apart, and the same tree has the same bits. */
  @ParameterizedTest
  @CsvSource({"SYNCHRONOUS, 12", "LOCAL, 12", "LOCAL, 7"})
  void theDepthOfTheTreeChangesLittleMoreThanRounding(RunMode mode, int partitions) {
    double[] flat = train(mode, partitions, 1), tree = train(mode, partitions, 2);
    assertArrayEquals(flat, tree, 1e-10);
    assertArrayEquals(tree, train(mode, partitions, 2), 0.0);
  }
}
