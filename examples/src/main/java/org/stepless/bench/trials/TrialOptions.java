package org.stepless.bench.trials;

import java.io.IOException;
import java.io.PrintWriter;
import org.stepless.bench.common.Epochs;
import org.stepless.bench.common.TableFolder;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What comparisons of rules on whole folders of data share: how long a run is, where tables go. */
final class TrialOptions {
  @Mixin private Epochs epochs = new Epochs(30);

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

  @Mixin private TableFolder output;

  /** Passes of a run over the rows. */
  int epochs() {
    return epochs.count();
  }

  /** Requires values in range. */
  void check() {
    epochs.check();
    SparkOptions.atLeast("--batch-size", batch, 1);
    SparkOptions.atLeast("--seeds", seeds, 1);
  }

  /** Makes the folder of the tables, if there is to be one. */
  void prepare() throws IOException {
    output.prepare();
  }

  /** Adds the options to a page. */
  void addTo(Report page) {
    page.fact("epochs", epochs.count()).fact("batch", batch).fact("seeds", seeds);
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
    output.save(name, table);
  }
}
