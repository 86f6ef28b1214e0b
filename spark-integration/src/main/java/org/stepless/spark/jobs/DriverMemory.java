package org.stepless.spark.jobs;

import org.apache.spark.SparkContext;

/** What may go to the driver beside all else that it holds. */
public final class DriverMemory {
  /** Part of the driver's heap, and of what results of a job may take. */
  private static final int SHARE = 4;

  private DriverMemory() {}

  /** Bytes that the results of a job may take. */
  public static long forResults(SparkContext context) {
    long results = context.conf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
    long heap = Runtime.getRuntime().maxMemory();
    return Math.min(heap, results == 0 ? Long.MAX_VALUE : results) / SHARE;
  }
}
