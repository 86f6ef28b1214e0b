package org.stepless.bench.rounds;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.RDDInfo;
import org.stepless.bench.common.Times;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Logistic;
import org.stepless.losses.Objective;
import org.stepless.methods.Methods;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunPlan;
import org.stepless.schedules.Constant;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.placement.TrackedPartitions;
import org.stepless.spark.rows.BlockData;
import org.stepless.training.EpochReport;
import org.stepless.training.Problem;
import org.stepless.training.RoundReport;
import org.stepless.training.RunListener;
import org.stepless.training.TrainingPlan;

/**
 * What trackers cost: passes of MOTAPS, and of SP, which takes the same steps without trackers,
 * over the same synthetic rows in several partitions, and what Spark's block manager holds between
 * rounds.
 */
public final class TrackerBench implements AutoCloseable {
  private static final long SEED = 11;

  private final JavaSparkContext context;
  private final BlockData data;

  /**
   * @param passes seconds of every pass
   * @param columnBytes largest size of all tracker columns in memory and on disk between two rounds
   */
  public record Result(Times passes, long columnBytes) {}

  /** Draws dense rows of normal features, straight into blocks. */
  public TrackerBench(JavaSparkContext context, int rows, int features, int partitions) {
    this.context = context;
    List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
    JavaRDD<RowBlock> blocks =
        context
            .parallelize(numbers, partitions)
            .map(partition -> block(partition, rows, features, partitions));
    data = BlockData.persist(blocks, "the rows");
  }

  private static RowBlock block(int partition, int rows, int features, int partitions) {
    SplittableRandom random = new SplittableRandom(SEED + partition);
    int from = (int) ((long) rows * partition / partitions);
    int to = (int) ((long) rows * (partition + 1) / partitions);
    RowBlockBuilder builder = new RowBlockBuilder(features, to - from);
    double[] x = new double[features];
    for (int row = from; row < to; row++) {
      double margin = 0;
      for (int j = 0; j < features; j++) {
        x[j] = random.nextGaussian();
        margin += x[j] * (j % 2 == 0 ? 1 : -1);
      }
      builder.addDense(x, random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0, 1);
    }
    return builder.build();
  }

  /** Bytes of all blocks of rows. */
  public long rowBytes() {
    return data.bytes();
  }

  /**
   * Runs a per-example rule with steps of single rows, averaged once a pass.
   *
   * @param rule rule text
   */
  public Result run(String rule, int epochs) {
    int largest = IntStream.of(data.partitionRows()).max().orElseThrow();
    TrainingPlan plan =
        new TrainingPlan(Methods.method(rule), new Constant(), epochs, largest, 1, 0);
    Problem problem =
        new Problem(new Objective(new Logistic(), data.columns(), true, null), null, 1);
    Watch watch = new Watch();
    new Engine(context)
        .train(
            RunPlan.of(RunMode.LOCAL, plan, largest),
            data,
            problem,
            new double[problem.dimension()],
            watch);
    return new Result(watch.passes, watch.columnBytes);
  }

  private final class Watch implements RunListener {
    private final Times passes = new Times();
    private long columnBytes;
    private double seconds;

    @Override
    public void onRound(RoundReport report) {
      seconds += report.seconds();
      long bytes = 0;
      for (RDDInfo info : context.sc().getRDDStorageInfo()) {
        if (TrackedPartitions.NAME.equals(info.name())) {
          bytes += info.memSize() + info.diskSize();
        }
      }
      columnBytes = Math.max(columnBytes, bytes);
    }

    @Override
    public void onEpoch(EpochReport report) {
      passes.add(seconds * 1e3);
      seconds = 0;
    }
  }

  @Override
  public void close() {
    data.close();
  }
}
