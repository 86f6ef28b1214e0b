package org.stepless.spark.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.stepless.data.RowBlock;
import org.stepless.spark.jobs.PartMerge;
import org.stepless.spark.jobs.Shipped;

/**
 * Rows on the driver, worked on without a job: Spark takes longer to start a task than a small fit
 * takes in all.
 */
public final class OnDriver implements Placement {
  private final List<RowBlock> parts;

  /** Rows in these parts. */
  public OnDriver(List<RowBlock> parts) {
    this.parts = parts;
  }

  @Override
  public <T> Shipped<T> share(T value, long doubles) {
    return Shipped.here(value);
  }

  @Override
  public <I, R> List<R> collect(PartTask<I, R> task, I input, long doubles) {
    List<R> results = new ArrayList<>(parts.size());
    for (RowBlock rows : parts) {
      results.add(task.run(new Part(results.size(), rows), input));
    }
    return results;
  }

  @Override
  public <I, R> R reduce(PartTask<I, R> task, I input, PartMerge<R> merge, long doubles) {
    if (Thread.interrupted()) { // there is no job that could be cancelled instead
      throw new CancellationException("training was interrupted");
    }
    return merge.merge(collect(task, input, doubles));
  }

  @Override
  public void close() {}
}
