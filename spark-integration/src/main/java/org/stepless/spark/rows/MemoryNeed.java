package org.stepless.spark.rows;

import java.util.Locale;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.methods.Methods;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.Method;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunPlan;

/**
 * Refuses models that surely do not fit into memory, before the work begins. Counts only arrays
 * that are all held at once, so that nothing is refused that could be trained.
 */
public final class MemoryNeed {
  /** Four arrays per column, for as long as the data are open. */
  private static final long STATISTICS = 4L * Double.BYTES;

  /** A task packs the statistics, and Spark packs what is packed once more. */
  private static final long SENT_STATISTICS = 2 * STATISTICS;

  /**
   * Where driver and tasks are one process, Spark holds several packed copies besides: with
   * 20,000,000 columns it failed with a heap of 3.8 GB, 188 bytes a column, and did with 4.3 GB.
   */
  private static final long LOCAL_STATISTICS = 168;

  /** What Spark calls the driver where it runs tasks itself. */
  private static final String DRIVER = "driver";

  private MemoryNeed() {}

  /**
   * Requires, in a task, room for what the first pass finds out of the columns.
   *
   * @throws IllegalArgumentException naming need, heap and remedy
   */
  public static void requireStatistics(long columns) {
    boolean local = DRIVER.equals(SparkEnv.get().executorId());
    require(
        "%,d features".formatted(columns),
        (local ? LOCAL_STATISTICS : SENT_STATISTICS) * columns,
        Runtime.getRuntime().maxMemory(),
        local ? "this process" : "a task",
        local ? "driver" : "executor");
  }

  /** Bytes of heap where tasks run. */
  public static long taskHeap(JavaSparkContext context) {
    return context.isLocal()
        ? Runtime.getRuntime().maxMemory()
        : context.getConf().getSizeAsBytes("spark.executor.memory", "1g");
  }

  /**
   * Requires room for a run: on the driver the statistics of all partitions and the state of the
   * rule; in a task its own copy of the state and a gradient.
   *
   * @param dimension of the problem
   * @throws IllegalArgumentException naming need, heap and remedy
   */
  public static void require(
      JavaSparkContext context, RunPlan plan, BlockData data, long dimension) {
    long heap = Runtime.getRuntime().maxMemory();
    boolean local = context.isLocal();
    long taskHeap = taskHeap(context);
    RunMode mode = plan.mode();
    Method rule = plan.steps().rule();
    long driver =
        statistics(data.columns(), data.partitionRows().length) + driver(dimension, rule, mode);
    long task = task(dimension, rule, mode);
    String what = "%,d coefficients with optimizer %s".formatted(dimension, Methods.print(rule));
    if (local) { // the task reads the driver's own state
      require(what, driver + task, heap, "this process", "driver");
    } else {
      require(what, driver, heap, "the driver", "driver");
      require(what, sent(dimension, rule, mode) + task, taskHeap, "a task", "executor");
    }
  }

  /** Bytes that the driver holds of the columns: those of every partition, and of all together. */
  static long statistics(long columns, int partitions) {
    return STATISTICS * columns * (partitions == 1 ? 1 : partitions + 1L);
  }

  /** Bytes that the driver surely holds for a run beside the statistics. */
  static long driver(long dimension, Method rule, RunMode mode) {
    boolean steps = mode == RunMode.DRIVER || mode == RunMode.SYNCHRONOUS;
    return state(dimension, rule) + (steps ? Double.BYTES * dimension : 0);
  }

  /** Bytes that a task surely allocates for a run. */
  static long task(long dimension, Method rule, RunMode mode) {
    // A per-example rule may do with the coordinates of a row.
    long gradient = rule instanceof ExampleRule ? 0 : Double.BYTES * dimension;
    return switch (mode) {
      case DRIVER -> 0;
      case SYNCHRONOUS -> gradient;
      default -> state(dimension, rule) + gradient;
    };
  }

  private static long sent(long dimension, Method rule, RunMode mode) {
    return mode == RunMode.SYNCHRONOUS
        ? Double.BYTES * dimension
        : mode == RunMode.DRIVER ? 0 : state(dimension, rule);
  }

  private static long state(long dimension, Method rule) {
    return Double.BYTES * dimension * (1 + rule.layout().vectors().size());
  }

  private static void require(String what, long need, long heap, String who, String whose) {
    if (need > heap) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s need at least %.1f GB of memory in %s, which has %.1f GB; set spark.%s.memory"
                  + " (-Xmx where Spark runs in the program itself) higher, or hash the features"
                  + " into fewer columns",
              what,
              need / 1e9,
              who,
              heap / 1e9,
              whose));
    }
  }
}
