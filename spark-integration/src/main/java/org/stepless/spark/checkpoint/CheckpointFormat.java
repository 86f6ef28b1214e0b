package org.stepless.spark.checkpoint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.stepless.optimizer.OptimizerState;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

/**
 * The bytes of a checkpoint, big-endian as {@link java.io.DataOutput} writes them. {@code text} is
 * an int length and that many bytes of UTF-8; {@code doubles} is an int length and that many
 * doubles.
 *
 * <pre>
 * 8 bytes      "STEPLESS"
 * int          version, 1
 * int n        n times: text name, text value                 the fingerprint
 * long         steps taken
 * doubles      x
 * int n        n times doubles                                state vectors
 * doubles      scalars
 * doubles      counters of the epoch under way, see {@link Progress#counters}
 * int n        n times: int epoch, int epochs, long steps,
 *              double loss, stepSize, gradientNorm, rowsPerSecond
 * doubles      l1 gradient norms, doubles l2 gradient norms   one a step
 * doubles      validation losses, one an epoch, doubles best model; both empty without validation
 * int n        n times doubles                                trackers of the partitions
 * long         CRC-32C of all bytes before it
 * </pre>
 */
final class CheckpointFormat {
  static final int VERSION = 1;

  private static final byte[] MAGIC = "STEPLESS".getBytes(StandardCharsets.US_ASCII);

  /**
   * Longest array that is allocated before its values are seen: a broken length must not fill the
   * heap.
   */
  private static final int CHUNK = 1 << 16;

  private CheckpointFormat() {}

  static void write(Checkpoint checkpoint, OutputStream stream) throws IOException {
    CRC32C checksum = new CRC32C();
    DataOutputStream out = new DataOutputStream(new CheckedOutputStream(stream, checksum));
    out.write(MAGIC);
    out.writeInt(VERSION);
    out.writeInt(checkpoint.fingerprint().size());
    for (Map.Entry<String, String> entry : checkpoint.fingerprint().entrySet()) {
      writeText(out, entry.getKey());
      writeText(out, entry.getValue());
    }
    OptimizerState state = checkpoint.progress().state();
    out.writeLong(state.step());
    writeDoubles(out, state.x());
    writeArrays(out, state.vectors());
    writeDoubles(out, state.scalars());
    writeDoubles(out, checkpoint.progress().counters());
    out.writeInt(checkpoint.reports().size());
    for (EpochReport report : checkpoint.reports()) {
      out.writeInt(report.epoch());
      out.writeInt(report.epochs());
      out.writeLong(report.steps());
      out.writeDouble(report.loss());
      out.writeDouble(report.stepSize());
      out.writeDouble(report.gradientNorm());
      out.writeDouble(report.rowsPerSecond());
    }
    writeDoubles(out, checkpoint.history().norms1());
    writeDoubles(out, checkpoint.history().norms2());
    writeDoubles(out, checkpoint.validation().losses());
    writeDoubles(out, checkpoint.validation().best());
    writeArrays(out, checkpoint.trackers());
    out.flush();
    out.writeLong(checksum.getValue());
    out.flush();
  }

  /**
   * @throws IOException saying why the bytes are no intact checkpoint
   */
  static Checkpoint read(InputStream stream) throws IOException {
    CRC32C checksum = new CRC32C();
    DataInputStream in = new DataInputStream(new CheckedInputStream(stream, checksum));
    try {
      byte[] magic = new byte[MAGIC.length];
      in.readFully(magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new IOException("it is no Stepless checkpoint");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw new IOException(
            "it has format version %d, this release reads %d".formatted(version, VERSION));
      }
      Map<String, String> fingerprint = new LinkedHashMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        fingerprint.put(readText(in), readText(in));
      }
      Progress progress = readProgress(in);
      List<EpochReport> reports = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        reports.add(
            new EpochReport(
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble()));
      }
      StepHistory history = StepHistory.of(readDoubles(in), readDoubles(in));
      Checkpoint.Validated validation = new Checkpoint.Validated(readDoubles(in), readDoubles(in));
      double[][] trackers = readArrays(in);
      long expected = checksum.getValue();
      if (in.readLong() != expected) {
        throw new IOException("its checksum does not match its content");
      }
      return new Checkpoint(fingerprint, progress, reports, history, validation, trackers);
    } catch (EOFException e) {
      throw new IOException("it ends too early", e);
    } catch (IllegalArgumentException | NegativeArraySizeException e) {
      throw new IOException("its content makes no sense: " + e.getMessage(), e);
    }
  }

  private static Progress readProgress(DataInputStream in) throws IOException {
    long step = in.readLong();
    double[] x = readDoubles(in);
    double[][] vectors = readArrays(in);
    double[] scalars = readDoubles(in);
    OptimizerState state = new OptimizerState(x, vectors, scalars, step);
    return Progress.restore(state, readDoubles(in));
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void writeArrays(DataOutputStream out, double[][] arrays) throws IOException {
    out.writeInt(arrays.length);
    for (double[] array : arrays) {
      writeDoubles(out, array);
    }
  }

  private static double[][] readArrays(DataInputStream in) throws IOException {
    List<double[]> arrays = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      arrays.add(readDoubles(in));
    }
    return arrays.toArray(double[][]::new);
  }

  private static void writeDoubles(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeLong(Double.doubleToRawLongBits(value));
    }
  }

  private static double[] readDoubles(DataInputStream in) throws IOException {
    int length = in.readInt();
    double[] values = new double[Math.min(length, CHUNK)];
    for (int i = 0; i < length; i++) {
      if (i == values.length) {
        values = Arrays.copyOf(values, (int) Math.min(length, 2L * i));
      }
      values[i] = Double.longBitsToDouble(in.readLong());
    }
    return values;
  }
}
