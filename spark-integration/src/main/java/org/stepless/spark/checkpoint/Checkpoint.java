package org.stepless.spark.checkpoint;

import java.util.List;
import java.util.Map;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

/**
 * Everything from which a run goes on to the same bits.
 *
 * @param fingerprint what the result depends on, by name: configuration, data layout
 * @param progress where the run stands
 * @param reports epochs done so far
 * @param history gradient norms of the steps so far
 */
public record Checkpoint(
    Map<String, String> fingerprint,
    Progress progress,
    List<EpochReport> reports,
    StepHistory history) {}
