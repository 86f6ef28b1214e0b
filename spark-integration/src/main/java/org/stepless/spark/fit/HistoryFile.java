package org.stepless.spark.fit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.stepless.finish.Finished;
import org.stepless.spark.checkpoint.StorageException;
import org.stepless.training.EpochReport;
import org.stepless.training.FinishReport;
import org.stepless.training.RoundReport;

/**
 * Writes the history of training to a file on any Hadoop file system, one JSON object a line, while
 * training goes on. Every object has {@code event} and {@code time} (ISO 8601); the events are
 *
 * <pre>
 * start       description
 * round       round, steps, loss, stepSize, gradientNorm, rows, rowsPerSecond,
 *             computeSeconds, aggregateSeconds, driverSeconds
 * epoch       epoch, epochs, steps, loss, stepSize, gradientNorm, rowsPerSecond
 * finish      method, step, passes, objective, gradientNorm
 * validation  epoch, loss
 * end         objective, epochs, steps, seconds, stopReason; after a finish also
 *             finishSteps, finishPasses, finishGradientNorm, converged
 * </pre>
 *
 * <p>Numbers that JSON does not know, such as NaN, are null. Every event reaches the file system
 * before training goes on, so that others can read it and the end of this process loses none; a
 * store that shows files only when they are closed shows it then. Close it after training.
 */
public final class HistoryFile implements TrainingListener, Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String path;
  private final FSDataOutputStream out;
  private final boolean rounds;

  private HistoryFile(String path, FSDataOutputStream out, boolean rounds) {
    this.path = path;
    this.out = out;
    this.rounds = rounds;
  }

  /** Fields of one event. */
  private interface Fields {
    void write(JsonGenerator line) throws IOException;
  }

  /**
   * Makes the file; replaces one of that name.
   *
   * @param rounds whether to write every round, which in synchronous mode is every step
   * @throws IllegalArgumentException if the file cannot be written, naming it
   */
  public static HistoryFile create(String path, boolean rounds, Configuration configuration) {
    try {
      Path file = new Path(path);
      return new HistoryFile(path, open(file, configuration), rounds);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "history file '%s' cannot be written: %s; choose another place"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** Checksums of local files are of chunks, so what is less than one would stay in memory. */
  private static FSDataOutputStream open(Path file, Configuration configuration)
      throws IOException {
    FileSystem files = file.getFileSystem(configuration);
    if (files instanceof ChecksumFileSystem checked) {
      files = checked.getRawFileSystem();
      files.delete(checked.getChecksumFile(file), false); // that of an earlier file
    }
    return files.create(file, true);
  }

  @Override
  public void onStart(String description) {
    write("start", line -> line.writeStringField("description", description));
  }

  @Override
  public void onRound(RoundReport report) {
    if (!rounds) {
      return;
    }
    write(
        "round",
        line -> {
          line.writeNumberField("round", report.round());
          line.writeNumberField("steps", report.steps());
          number(line, "loss", report.loss());
          number(line, "stepSize", report.stepSize());
          number(line, "gradientNorm", report.gradientNorm());
          line.writeNumberField("rows", report.rows());
          number(line, "rowsPerSecond", report.rowsPerSecond());
          number(line, "computeSeconds", report.computeSeconds());
          number(line, "aggregateSeconds", report.aggregateSeconds());
          number(line, "driverSeconds", report.driverSeconds());
        });
  }

  @Override
  public void onEpoch(EpochReport report) {
    write(
        "epoch",
        line -> {
          line.writeNumberField("epoch", report.epoch());
          line.writeNumberField("epochs", report.epochs());
          line.writeNumberField("steps", report.steps());
          number(line, "loss", report.loss());
          number(line, "stepSize", report.stepSize());
          number(line, "gradientNorm", report.gradientNorm());
          number(line, "rowsPerSecond", report.rowsPerSecond());
        });
  }

  @Override
  public void onFinish(FinishReport report) {
    write(
        "finish",
        line -> {
          line.writeStringField("method", report.method());
          line.writeNumberField("step", report.step());
          line.writeNumberField("passes", report.passes());
          number(line, "objective", report.objective());
          number(line, "gradientNorm", report.gradientNorm());
        });
  }

  @Override
  public void onValidation(int epoch, double loss) {
    write(
        "validation",
        line -> {
          line.writeNumberField("epoch", epoch);
          number(line, "loss", loss);
        });
  }

  @Override
  public void onEnd(TrainingSummary summary) {
    write(
        "end",
        line -> {
          number(line, "objective", summary.objective());
          line.writeNumberField("epochs", summary.epochs());
          line.writeNumberField("steps", summary.steps());
          number(line, "seconds", summary.seconds());
          line.writeStringField("stopReason", summary.stopReason());
          Finished finish = summary.finish();
          if (finish != null) {
            line.writeNumberField("finishSteps", finish.steps());
            line.writeNumberField("finishPasses", finish.passes());
            number(line, "finishGradientNorm", finish.gradientNorm());
            line.writeBooleanField("converged", finish.converged());
          }
        });
  }

  private static void number(JsonGenerator line, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      line.writeNumberField(name, value);
    } else {
      line.writeNullField(name);
    }
  }

  private void write(String event, Fields fields) {
    try {
      JsonGenerator line = JSON.createGenerator((OutputStream) out);
      line.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      line.writeStartObject();
      line.writeStringField("event", event);
      line.writeStringField("time", Instant.now().toString());
      fields.write(line);
      line.writeEndObject();
      line.writeRaw('\n');
      line.close();
      out.hflush();
    } catch (IOException e) {
      throw new StorageException(
          "history file '%s' cannot be written: %s; free space or choose another place"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
