package org.stepless.cli.input;

import java.util.List;

/**
 * What to read, and how.
 *
 * @param option the option that named the path, for messages
 * @param path a file or folder, on any file system that Hadoop knows
 * @param format the format, or null: told from the name or the content
 * @param labelColumn label column of CSV and Parquet files
 * @param ignoredColumns columns of CSV and Parquet files that are no features
 * @param partitions number of partitions, or 0: as the file is split
 */
public record InputSpec(
    String option,
    String path,
    InputFormat format,
    String labelColumn,
    List<String> ignoredColumns,
    int partitions) {

  /** The same for another path. */
  public InputSpec withPath(String otherOption, String otherPath) {
    return new InputSpec(otherOption, otherPath, format, labelColumn, ignoredColumns, partitions);
  }

  /** How messages name this input. */
  public String describe() {
    return option + " " + path;
  }
}
