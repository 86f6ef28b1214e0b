package org.stepless.cluster;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.storage.BlockUpdatedInfo;

/** Counts what went wrong in an application, so that a test can tell that something did. */
final class TaskCounts extends SparkListener {
  private final AtomicInteger tasks = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger speculative = new AtomicInteger();
  private final AtomicInteger blocksOnDisk = new AtomicInteger();

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    tasks.incrementAndGet();
    if (start.taskInfo().speculative()) {
      speculative.incrementAndGet();
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    // Of two speculative copies one is killed: that is no failure.
    if (end.taskInfo().failed() && !end.taskInfo().killed()) {
      failed.incrementAndGet();
    }
  }

  @Override
  public void onBlockUpdated(SparkListenerBlockUpdated update) {
    BlockUpdatedInfo block = update.blockUpdatedInfo();
    if (block.blockId().isRDD() && block.diskSize() > 0) {
      blocksOnDisk.incrementAndGet();
    }
  }

  /** All counts in one line. */
  String describe() {
    return "tasks=%d failed=%d speculative=%d disk=%d"
        .formatted(tasks.get(), failed.get(), speculative.get(), blocksOnDisk.get());
  }
}
