package org.stepless.spark.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.stepless.methods.Methods;
import org.stepless.schedules.Schedules;
import org.stepless.spark.checkpoint.Checkpoint;
import org.stepless.spark.checkpoint.CheckpointFolder;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;
import org.stepless.training.TrainingPlan;

/**
 * When and where a run is saved. A run that finds a checkpoint of its own goes on from it; the
 * result has the same bits as that of a run that was never stopped.
 */
public final class Checkpoints {
  private final CheckpointFolder folder;
  private final int interval;
  private final Map<String, String> problem;
  private Map<String, String> fingerprint;
  private int savedEpochs;

  /**
   * @param interval epochs between two checkpoints, at least 1; a round in one task that spans
   *     several epochs is saved at its end
   * @param problem what the result depends on beside plan and data: loss, penalty, coordinates
   */
  public Checkpoints(CheckpointFolder folder, int interval, Map<String, String> problem) {
    if (interval < 1) {
      throw new IllegalArgumentException("checkpointInterval must be at least 1, was " + interval);
    }
    this.folder = folder;
    this.interval = interval;
    this.problem = Map.copyOf(problem);
  }

  /** The newest checkpoint of this run, or null; see {@link CheckpointFolder#newest}. */
  Checkpoint resume(RunShape shape, TrainingPlan plan, BlockData data, double[] start) {
    fingerprint = fingerprint(shape, plan, data, start);
    Checkpoint found = folder.newest(fingerprint);
    savedEpochs = found == null ? 0 : found.reports().size();
    return found;
  }

  /** Saves the run if it is time to, or if it has ended. */
  void afterRound(
      Progress progress, List<EpochReport> reports, StepHistory history, boolean finished) {
    if (reports.size() >= savedEpochs + interval || finished) {
      folder.write(new Checkpoint(fingerprint, progress, reports, history));
      savedEpochs = reports.size();
    }
  }

  private Map<String, String> fingerprint(
      RunShape shape, TrainingPlan plan, BlockData data, double[] start) {
    Map<String, String> print = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(problem.keySet());
    names.sort(null);
    names.forEach(name -> print.put(name, problem.get(name)));
    print.put("optimizer", Methods.print(plan.rule()));
    print.put("schedule", Schedules.print(plan.schedule()));
    print.put("steps", Long.toString(plan.totalSteps()));
    print.put("stepsPerEpoch", Integer.toString(plan.stepsPerEpoch()));
    print.put("seed", Long.toString(plan.seed()));
    print.put("tol", Double.toString(plan.tolerance()));
    print.put("mode", shape.mode().text());
    if (shape.mode() == RoundMode.LOCAL) {
      print.put("syncInterval", Integer.toString(shape.syncInterval()));
    }
    print.put("coordinates", Integer.toString(start.length));
    print.put("start", checksum(start));
    print.put("rows", Long.toString(data.rows()));
    print.put("layout", checksum(data.partitionRows()));
    print.put("data", checksum(data.statistics().means(), data.statistics().variances()));
    print.put("labels", checksum(new double[] {data.labels().mean(), data.labels().deviation()}));
    return print;
  }

  private static String checksum(int[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return checksum(doubles);
  }

  private static String checksum(double[]... arrays) {
    CRC32C checksum = new CRC32C();
    java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(Double.BYTES);
    for (double[] array : arrays) {
      for (double value : array) {
        checksum.update(bytes.clear().putDouble(value).flip());
      }
    }
    return "%08x".formatted(checksum.getValue());
  }
}
