package org.stepless.spark.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.stepless.methods.Methods;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunPlan;
import org.stepless.schedules.FileSchedule;
import org.stepless.schedules.Schedule;
import org.stepless.schedules.Schedules;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.LabelStatistics;
import org.stepless.spark.rows.OffsetStatistics;
import org.stepless.training.TrainingPlan;

/**
 * What the result of a run depends on, by name: a checkpoint is used only by a run with the same
 * entries. Rows are known by their number, layout and statistics.
 */
public final class Fingerprint {
  /**
   * To be raised by whoever changes the order of the rows, the coordinates or the steps: a run
   * cannot go on from a point that means something else.
   */
  private static final int ALGORITHM = 3;

  private final Map<String, String> entries = new TreeMap<>();

  /** Adds an entry; replaces one of that name. */
  public Fingerprint with(String name, Object value) {
    entries.put(name, value.toString());
    return this;
  }

  /**
   * Adds rows.
   *
   * @param name of the rows, such as training
   */
  public Fingerprint withRows(String name, BlockData data) {
    LabelStatistics labels = data.labels();
    with(name + " rows", data.rows());
    with(name + " layout", checksum(asDoubles(data.partitionRows())));
    with(name + " features", checksum(data.statistics().means(), data.statistics().variances()));
    OffsetStatistics offsets = data.offsets();
    if (offsets.least() != 0 || offsets.most() != 0) {
      with(
          name + " offsets",
          checksum(new double[] {offsets.mean(), offsets.restMean(), offsets.restSquares()}));
    }
    return with(
        name + " labels and weights",
        checksum(
            new double[] {
              labels.weight(), labels.weightSquares(), labels.mean(), labels.squares()
            }));
  }

  /** What a run decided on its own replaces what was asked for. */
  Fingerprint withRun(RunPlan run, double[] start) {
    TrainingPlan plan = run.steps();
    with("algorithm", ALGORITHM);
    with("optimizer", Methods.print(plan.rule()));
    with("schedule", print(plan.schedule()));
    with("seed", plan.seed());
    with("tol", plan.tolerance());
    with("steps", plan.totalSteps());
    with("steps per epoch", plan.stepsPerEpoch());
    // Their steps are the same.
    with("mode", (run.mode() == RunMode.DRIVER ? RunMode.SINGLE : run.mode()).text());
    if (run.mode() == RunMode.LOCAL) {
      with("syncInterval", run.syncInterval());
    }
    with("weights", start.length);
    return with("first weights", checksum(start));
  }

  Fingerprint copy() {
    Fingerprint copy = new Fingerprint();
    copy.entries.putAll(entries);
    return copy;
  }

  /** The entries, sorted by name. */
  public Map<String, String> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /** A file may change under its name. */
  private static String print(Schedule schedule) {
    String text = Schedules.print(schedule);
    if (!(schedule instanceof FileSchedule file)) {
      return text;
    }
    double[] multipliers = new double[file.length()];
    for (int i = 0; i < multipliers.length; i++) {
      multipliers[i] = file.multiplier(i, multipliers.length);
    }
    return "%s with checksum %s".formatted(text, checksum(multipliers));
  }

  private static double[] asDoubles(int[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** Stands for a text that is too long for an entry. */
  public static String digest(String text) {
    CRC32C checksum = new CRC32C();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    return "%d characters with checksum %08x".formatted(text.length(), checksum.getValue());
  }

  private static String checksum(double[]... arrays) {
    CRC32C checksum = new CRC32C();
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES);
    for (double[] array : arrays) {
      for (double value : array) {
        checksum.update(bytes.clear().putDouble(value).flip());
      }
    }
    return "%08x".formatted(checksum.getValue());
  }
}
