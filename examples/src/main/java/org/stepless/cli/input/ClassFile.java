package org.stepless.cli.input;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A file of labelled classes as data frames. Close it when the frames are no longer needed. */
public final class ClassFile implements AutoCloseable {
  private final SparkSession spark;
  private final Samples samples;
  private final Labels labels;

  private ClassFile(SparkSession spark, Samples samples, Labels labels) {
    this.spark = spark;
    this.samples = samples;
    this.labels = labels;
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
      return new ClassFile(spark, samples, Labels.of(samples.survey()));
    } catch (Throwable e) {
      samples.close();
      throw e;
    }
  }

  /** Name of the set a path holds: the file's, without endings that name formats. */
  public static String nameOf(String path) {
    return path.replaceFirst("/+$", "")
        .replaceFirst(".*/", "")
        .replaceFirst("\\.(gz|gzip|bz2|zst|zstd|xz)$", "")
        .replaceFirst("\\.(csv|tsv|libsvm|svm|parquet)$", "");
  }

  public String name() {
    return nameOf(samples.spec().path());
  }

  /** Columns {@code label} (0, 1, ...) and {@code features}; not cached. */
  public Dataset<Row> frame() {
    return frame(Split.ALL);
  }

  /** The same of one side of a division of the rows. */
  public Dataset<Row> frame(Split split) {
    return Frames.of(spark, samples, labels, samples, split);
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
