package org.stepless.cli.options;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.stepless.cli.input.UserError;
import org.stepless.cli.report.Report;
import picocli.CommandLine.Option;

/** The page on which a command shows what it found. */
public final class ReportOptions {
  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page of curves, tables and configuration; it needs no network.")
  private Path page;

  @Option(
      names = "--report-png",
      description = "With --report: also write every plot as a PNG file beside the page.")
  private boolean pictures;

  /** Requires that the page can be written, before any work is done for it. */
  public void check() {
    if (page == null) {
      if (pictures) {
        throw new UserError("--report-png needs --report FILE.html, which names the files");
      }
      return;
    }
    checkFile("--report", page);
  }

  /**
   * Requires that a file can be written.
   *
   * @param option that names it, for messages
   */
  public static void checkFile(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new UserError("%s %s is a folder; name a file in it".formatted(option, file));
    }
    if (folder == null || !Files.isWritable(folder)) {
      throw new UserError(
          "%s %s: folder %s does not exist or cannot be written".formatted(option, file, folder));
    }
  }

  /** Writes what was asked for. */
  public void save(Supplier<Report> report, PrintWriter messages) throws IOException {
    if (page == null) {
      return;
    }
    Report made = report.get();
    made.save(page);
    messages.printf("report  %s%n", page);
    if (pictures) {
      for (Path picture : made.savePictures(page)) {
        messages.printf("plot    %s%n", picture);
      }
    }
  }
}
