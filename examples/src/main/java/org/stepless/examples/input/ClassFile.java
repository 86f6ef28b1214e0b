package org.stepless.examples.input;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A file of labelled classes as a data frame. Close it when the frame is no longer needed. */
public final class ClassFile implements AutoCloseable {
  private final Samples samples;
  private final Labels labels;
  private final Dataset<Row> frame;

  private ClassFile(Samples samples, Labels labels, Dataset<Row> frame) {
    this.samples = samples;
    this.labels = labels;
    this.frame = frame;
  }

  /**
   * Reads and checks a file.
   *
   * @param option the option that named it, for messages
   * @param partitions number of partitions, or 0: as the file is split
   */
  public static ClassFile read(SparkSession spark, String option, String path, int partitions) {
    InputSpec spec = new InputSpec(option, path, null, "label", List.of(), partitions);
    Samples samples = Samples.read(spark, spec);
    try {
      Labels labels = Labels.of(samples.survey());
      return new ClassFile(samples, labels, Frames.of(spark, samples, labels, samples, Split.ALL));
    } catch (RuntimeException e) {
      samples.close();
      throw e;
    }
  }

  /** Name of the set a path holds: the file's, without endings that name formats. */
  public static String nameOf(String path) {
    return path.replaceFirst("/+$", "")
        .replaceFirst(".*/", "")
        .replaceFirst("\\.(gz|bz2|zst|xz)$", "")
        .replaceFirst("\\.(csv|tsv|libsvm|svm|parquet)$", "");
  }

  public String name() {
    return nameOf(samples.spec().path());
  }

  /** Columns {@code label} (0, 1, ...) and {@code features}; not cached. */
  public Dataset<Row> frame() {
    return frame;
  }

  public Survey survey() {
    return samples.survey();
  }

  /** Number of classes. */
  public int classes() {
    return labels.count();
  }

  @Override
  public void close() {
    samples.close();
  }
}
