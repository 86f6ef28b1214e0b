package org.stepless.bench.common;

import org.stepless.cli.options.SparkOptions;
import picocli.CommandLine.Option;

/** How often fits are repeated, in turn with those of the peers. */
public final class Repeats {
  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Fits of each before counting (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Counted fits of each (default: ${DEFAULT-VALUE}).")
  private int counted;

  /** Repeats with these defaults. */
  public Repeats(int warmUp, int counted) {
    this.warmUp = warmUp;
    this.counted = counted;
  }

  /** Requires values in range. */
  public void check() {
    SparkOptions.atLeast("--repeat", counted, 1);
    SparkOptions.atLeast("--warm-up", warmUp, 0);
  }

  /** Fits of each that do not count. */
  public int warmUp() {
    return warmUp;
  }

  /** Fits of each that do. */
  public int counted() {
    return counted;
  }
}
