package org.stepless.bench.common;

import org.stepless.cli.options.SparkOptions;
import picocli.CommandLine.Option;

/** How many passes over the rows a run takes. */
public final class Epochs {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the rows (default: ${DEFAULT-VALUE}).")
  private int count;

  /** An option with this default. */
  public Epochs(int count) {
    this.count = count;
  }

  /** Requires a value in range. */
  public void check() {
    SparkOptions.atLeast("--epochs", count, 1);
  }

  /** The number of passes, at least 1. */
  public int count() {
    return count;
  }
}
