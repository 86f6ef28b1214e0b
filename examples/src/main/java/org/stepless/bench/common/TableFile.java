package org.stepless.bench.common;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.report.Table;
import picocli.CommandLine.Option;

/** The file that the one table of a benchmark goes to. */
public final class TableFile {
  @Option(
      names = "--output",
      paramLabel = "FILE.csv",
      description = "Write the table as comma-separated values.")
  private Path file;

  /** Requires that the file can be written, before any work is done for it. */
  public void check() {
    if (file != null) {
      ReportOptions.checkFile("--output", file);
    }
  }

  /** Prints the table and writes it where it is wanted. */
  public void show(Table table, PrintWriter out) throws IOException {
    out.print(table.markdown());
    out.flush();
    save(table);
  }

  /** Only writes it, where it is wanted. */
  public void save(Table table) throws IOException {
    if (file != null) {
      table.save(file);
    }
  }
}
