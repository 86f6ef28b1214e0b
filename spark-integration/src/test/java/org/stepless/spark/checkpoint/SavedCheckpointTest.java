package org.stepless.spark.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.stepless.optimizer.OptimizerState;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

/**
 * What a release has saved, later ones must read: a file a format version, kept as a resource. It
 * was written by {@link #main}, which spells the layout out and knows nothing of the format's code.
 */
class SavedCheckpointTest {
  private static final String VERSION_1 = "checkpoints/v1.checkpoint";

  /** Writes the resource of the current version anew; run in the module's folder. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of("src/test/resources", VERSION_1);
    Files.createDirectories(file.getParent());
    Files.write(file, version1());
  }

  private static byte[] version1() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write("STEPLESS".getBytes(StandardCharsets.US_ASCII));
    out.writeInt(1);

    out.writeInt(2); // fingerprint
    text(out, "optimizer");
    text(out, "dowg(eps=1e-4)");
    text(out, "città");
    text(out, "8ª");

    out.writeLong(12); // steps
    doubles(out, 0.5, -0.0, 3e-310); // x
    out.writeInt(2); // state vectors
    doubles(out, 1, 2, 3);
    doubles(out, Double.NaN, Double.NEGATIVE_INFINITY, -1e300);
    doubles(out, 0.1, 0.2, 0.3, 0.4); // scalars
    doubles(out, 2.5, 40, 0.125, 0.75, 0.0625, 4, 0, 0.9375); // counters

    out.writeInt(2); // reports
    report(out, 1, 3, 5, 0.9, 0.03125, 1.5, 1000);
    report(out, 2, 3, 10, 0.75, 0.0625, 1.25, 2000);
    doubles(out, 12, 11, 10); // l1 norms
    doubles(out, 6, 5, 4); // l2 norms
    doubles(out, 0.7, 0.8); // validation losses
    doubles(out, 7, 8, 9); // best model
    out.writeInt(3); // trackers of the partitions
    doubles(out, 0.25, -1);
    doubles(out);
    doubles(out, 4e300);

    CRC32C checksum = new CRC32C();
    checksum.update(bytes.toByteArray());
    out.writeLong(checksum.getValue());
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void doubles(DataOutputStream out, double... values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  private static void report(
      DataOutputStream out, int epoch, int epochs, long steps, double... values)
      throws IOException {
    out.writeInt(epoch);
    out.writeInt(epochs);
    out.writeLong(steps);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SavedCheckpointTest.class.getResourceAsStream("/" + name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void version1IsRead() throws IOException {
    Checkpoint read = CheckpointFormat.read(new ByteArrayInputStream(resource(VERSION_1)));
    assertEquals(Map.of("optimizer", "dowg(eps=1e-4)", "città", "8ª"), read.fingerprint());
    OptimizerState state = read.progress().state();
    assertEquals(12, state.step());
    assertArrayEquals(new double[] {0.5, -0.0, 3e-310}, state.x());
    assertArrayEquals(
        new double[][] {{1, 2, 3}, {Double.NaN, Double.NEGATIVE_INFINITY, -1e300}},
        state.vectors());
    assertArrayEquals(new double[] {0.1, 0.2, 0.3, 0.4}, state.scalars());
    assertEquals(2.5, read.progress().lossSum());
    assertEquals(40, read.progress().lossRows());
    assertEquals(0.125, read.progress().secondsInEpoch());
    assertEquals(0.75, read.progress().lastEpochLoss());
    assertArrayEquals(
        new double[] {2.5, 40, 0.125, 0.75, 0.0625, 4, 0, 0.9375}, read.progress().counters());
    assertEquals(
        List.of(
            new EpochReport(1, 3, 5, 0.9, 0.03125, 1.5, 1000),
            new EpochReport(2, 3, 10, 0.75, 0.0625, 1.25, 2000)),
        read.reports());
    assertArrayEquals(new double[] {12, 11, 10}, read.history().norms1());
    assertArrayEquals(new double[] {6, 5, 4}, read.history().norms2());
    assertArrayEquals(new double[] {0.7, 0.8}, read.validation().losses());
    assertArrayEquals(new double[] {7, 8, 9}, read.validation().best());
    assertArrayEquals(new double[][] {{0.25, -1}, {}, {4e300}}, read.trackers());
  }

  /** The current version is written as it is documented, byte for byte. */
  @Test
  void version1IsWritten() throws IOException {
    Map<String, String> fingerprint = new LinkedHashMap<>();
    fingerprint.put("optimizer", "dowg(eps=1e-4)");
    fingerprint.put("città", "8ª");
    OptimizerState state =
        new OptimizerState(
            new double[] {0.5, -0.0, 3e-310},
            new double[][] {{1, 2, 3}, {Double.NaN, Double.NEGATIVE_INFINITY, -1e300}},
            new double[] {0.1, 0.2, 0.3, 0.4},
            12);
    Checkpoint checkpoint =
        new Checkpoint(
            fingerprint,
            Progress.restore(state, new double[] {2.5, 40, 0.125, 0.75, 0.0625, 4, 0, 0.9375}),
            List.of(
                new EpochReport(1, 3, 5, 0.9, 0.03125, 1.5, 1000),
                new EpochReport(2, 3, 10, 0.75, 0.0625, 1.25, 2000)),
            StepHistory.of(new double[] {12, 11, 10}, new double[] {6, 5, 4}),
            new Checkpoint.Validated(new double[] {0.7, 0.8}, new double[] {7, 8, 9}),
            new double[][] {{0.25, -1}, {}, {4e300}});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFormat.write(checkpoint, out);
    assertArrayEquals(resource(VERSION_1), out.toByteArray());
  }

  @Test
  void theResourceIsWhatTheCodeHereWrites() throws IOException {
    assertArrayEquals(version1(), resource(VERSION_1));
  }
}
