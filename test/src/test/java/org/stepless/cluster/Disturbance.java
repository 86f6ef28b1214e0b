package org.stepless.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Disturbs the tasks of all jobs on the executors, as far as the settings below say. What happens
 * to a task follows from its numbers alone, so that a failing test can be repeated. The driver
 * prints {@code executor PID} for every executor that is ready to work.
 */
public final class Disturbance implements SparkPlugin {
  /** Every task first sleeps for up to so many milliseconds, which shuffles their ends. */
  static final String PAUSE = "spark.stepless.test.pause";

  /** One of so many tasks fails in its first attempt, after its work is done; 0: none. */
  static final String FAIL = "spark.stepless.test.fail";

  /** One of so many tasks sleeps for long in its first attempt; 0: none. */
  static final String STALL = "spark.stepless.test.stall";

  private static final long STALL_MILLISECONDS = 2_000;

  @Override
  public DriverPlugin driverPlugin() {
    return new OnDriver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new OnExecutor();
  }

  private static final class OnDriver implements DriverPlugin {
    @Override
    public Object receive(Object process) {
      System.out.println("executor " + process);
      return null;
    }
  }

  private static final class OnExecutor implements ExecutorPlugin {
    private int pause;
    private int fail;
    private int stall;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      tellProcess(context);
      SparkConf conf = context.conf();
      pause = conf.getInt(PAUSE, 0);
      fail = conf.getInt(FAIL, 0);
      stall = conf.getInt(STALL, 0);
    }

    private static void tellProcess(PluginContext context) {
      try {
        context.send(ProcessHandle.current().pid());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onTaskStart() {
      TaskContext task = TaskContext.get();
      boolean first = task.attemptNumber() == 0;
      if (pause > 0) {
        sleep(draw(task, 1, pause + 1));
      }
      if (first && stall > 0 && draw(task, 2, stall) == 0) {
        sleep(STALL_MILLISECONDS);
      }
      if (first && fail > 0 && draw(task, 3, fail) == 0) {
        TaskCompletionListener failure =
            ended -> {
              throw new IllegalStateException("injected failure");
            };
        task.addTaskCompletionListener(failure);
      }
    }

    /** A number below {@code bound}. */
    private static int draw(TaskContext task, int purpose, int bound) {
      long numbers = (task.stageId() * 1000L + task.partitionId()) * 1000L;
      SplittableRandom random =
          new SplittableRandom(numbers + task.attemptNumber() * 10L + purpose);
      return random.nextInt(bound);
    }

    private static void sleep(long milliseconds) {
      try {
        Thread.sleep(milliseconds);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
