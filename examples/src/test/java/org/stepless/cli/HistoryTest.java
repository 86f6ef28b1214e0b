package org.stepless.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepless.cli.Commands.Outcome;
import org.stepless.cli.report.Browser;

/** {@code train --history} and {@code train --report}. */
class HistoryTest {
  @TempDir Path folder;

  @Test
  void everyEpochIsALine() throws IOException {
    Path file = folder.resolve("history.jsonl");
    Outcome outcome =
        Commands.run("train", "--input", "data/iris.csv", "--epochs", 4, "--history", file);
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = Files.readAllLines(file);
    assertEquals(6, lines.size(), "start, 4 epochs, end");
    assertTrue(lines.get(4).startsWith("{\"event\":\"epoch\""), lines.get(4));
    assertTrue(lines.get(4).contains("\"epoch\":4"), lines.get(4));
  }

  @Test
  void theReportShowsCurvesAndTrackers() throws IOException, InterruptedException {
    Path page = folder.resolve("run.html");
    Outcome outcome =
        Commands.run(
            "train",
            "--input",
            "data/iris.csv",
            "--epochs",
            5,
            "--optimizer",
            "motaps",
            "--report",
            page,
            "--report-png");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("report  " + page), outcome.err());
    assertTrue(Files.exists(folder.resolve("run-6.png")), "losses, steps, ... trackers");
    String dom = Browser.document(page, folder);
    assertTrue(dom.contains("data-drawn=\"6\""), "charts");
    assertTrue(dom.contains("Trackers of the rows") && dom.contains("<dt>--epochs</dt><dd>5</dd>"));
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "x");
    Outcome outcome =
        Commands.run("train", "--input", "data/iris.csv", "--history", blocked + "/history");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("history file '" + blocked), outcome.err());
  }
}
