package org.stepless.bench.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stepless.cli.report.Chart;
import org.stepless.cli.report.PngChart;
import org.stepless.cli.report.Table;
import picocli.CommandLine.Option;

/** The folder that the tables of a benchmark go to. */
public final class TableFolder {
  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder for the tables as comma-separated values.")
  private Path folder;

  /** Makes the folder, if there is to be one, before any work is done for it. */
  public void prepare() throws IOException {
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }

  /** Writes a table where it is wanted; the name has no ending. */
  public void save(String name, Table table) throws IOException {
    if (folder != null) {
      table.save(folder.resolve(name + ".csv"));
    }
  }

  /** Writes a plot where it is wanted; the name has no ending. */
  public void save(String name, Chart chart) throws IOException {
    if (folder != null) {
      PngChart.save(chart, folder.resolve(name + ".png"));
    }
  }
}
