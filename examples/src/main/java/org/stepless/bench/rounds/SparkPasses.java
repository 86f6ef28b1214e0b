package org.stepless.bench.rounds;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.stepless.bench.common.Times;

/**
 * Fits of Spark's LogisticRegression and their passes over the rows: every evaluation of the
 * objective is one job of Spark's RDDLossFunction.
 */
public final class SparkPasses {
  private static final String GROUP = "stepless bench: fit", END = "stepless bench: end of fit";
  private static final String PASS = "RDDLossFunction";

  private SparkPasses() {}

  /**
   * One fit, run until nothing changes.
   *
   * @param cycles is given the time from the start of each pass to the start of the next, in
   *     milliseconds: its job and what the driver does for it
   * @param wholes is given the time of the whole fit, divided by its passes
   * @return the number of passes
   */
  public static int fit(Dataset<Row> rows, Times cycles, Times wholes) throws InterruptedException {
    SparkContext spark = rows.sparkSession().sparkContext();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark);
    PassListener listener = new PassListener();
    spark.addSparkListener(listener);
    try {
      context.setJobGroup(GROUP, "LogisticRegression");
      long start = System.nanoTime();
      new LogisticRegression().setTol(0).fit(rows);
      double milliseconds = (System.nanoTime() - start) * 1e-6;
      // Events come late but in order: once this job is seen, all before it were.
      context.setJobGroup(END, "end of the fit");
      context.parallelize(List.of(1), 1).count();
      listener.ended.acquire();
      List<Long> starts = listener.starts;
      wholes.add(milliseconds / starts.size());
      for (int i = 1; i < starts.size(); i++) {
        cycles.add(starts.get(i) - starts.get(i - 1));
      }
      return starts.size();
    } finally {
      context.clearJobGroup();
      spark.removeSparkListener(listener);
    }
  }

  private static final class PassListener extends SparkListener {
    private final List<Long> starts = new ArrayList<>();
    private final Semaphore ended = new Semaphore(0);

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      Properties properties = job.properties();
      String group = properties == null ? null : properties.getProperty("spark.jobGroup.id");
      if (END.equals(group)) {
        ended.release(); // whoever acquires it sees all starts
      } else if (GROUP.equals(group)
          && job.stageInfos().exists(stage -> stage.name().contains(PASS))) {
        starts.add(job.time());
      }
    }
  }
}
