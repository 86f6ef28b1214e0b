package org.stepless.cli.input;

/** The file formats that can be read. */
public enum InputFormat {
  /** {@code label index:value ...}, indices from 1. */
  LIBSVM,
  /** A header line, then one line per row. */
  CSV,
  /** A label column and either one vector column or numeric columns. */
  PARQUET
}
