package org.stepless.spark.engine;

import java.util.List;
import org.stepless.finish.Finished;
import org.stepless.spark.placement.Trackers;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

/**
 * The outcome of a run.
 *
 * @param model coefficients and intercepts as losses lay them out, for features as they are
 * @param objective over all rows, at the model
 * @param diverged whether the objective is NaN or clearly above that of the first epoch
 * @param progress where the run stands at its end
 * @param reports one per epoch
 * @param history gradient norms of all steps
 * @param description mode, partitions and batches, and why
 * @param trackers null unless a per-example rule kept some
 * @param finish how the model was brought to its optimum after the passes; null if it was not
 */
public record TrainingResult(
    double[] model,
    double objective,
    boolean diverged,
    Progress progress,
    List<EpochReport> reports,
    StepHistory history,
    String description,
    Trackers trackers,
    Finished finish) {}
