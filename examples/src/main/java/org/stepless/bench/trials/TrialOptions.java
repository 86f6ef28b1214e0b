package org.stepless.bench.trials;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import picocli.CommandLine.Option;

/** What comparisons of rules on whole folders of data share: how long a run is, where tables go. */
final class TrialOptions {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the rows (default: ${DEFAULT-VALUE}).")
  int epochs = 30;

  @Option(
      names = "--batch-size",
      paramLabel = "ROWS",
      description = "Rows a step (default: ${DEFAULT-VALUE}).")
  int batch = 16;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Runs of everything, with seeds 1, 2, ... (default: ${DEFAULT-VALUE}).")
  int seeds = 3;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder for the tables as comma-separated values.")
  private Path output;

  /** Requires values in range. */
  void check() {
    SparkOptions.atLeast("--epochs", epochs, 1);
    SparkOptions.atLeast("--batch-size", batch, 1);
    SparkOptions.atLeast("--seeds", seeds, 1);
  }

  /** Makes the folder of the tables, if there is to be one. */
  void prepare() throws IOException {
    if (output != null) {
      Files.createDirectories(output);
    }
  }

  /** Adds the options to a page. */
  void addTo(Report page) {
    page.fact("epochs", epochs).fact("batch", batch).fact("seeds", seeds);
  }

  /**
   * Prints a table, adds it to the page and writes it to the folder.
   *
   * @param name of its file, without ending
   */
  void show(String name, Table table, Report page, PrintWriter out) throws IOException {
    out.printf("%s%n%n%s%n", table.title(), table.markdown());
    out.flush();
    page.add(table);
    if (output != null) {
      table.save(output.resolve(name + ".csv"));
    }
  }
}
