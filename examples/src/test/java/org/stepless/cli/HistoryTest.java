package org.stepless.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
        Commands.run(
            "train",
            "--input",
            "data/iris.csv",
            "--epochs",
            4,
            "--finish",
            "none",
            "--history",
            file);
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = Files.readAllLines(file);
    assertEquals(6, lines.size(), "start, 4 epochs, end");
    assertTrue(lines.get(4).startsWith("{\"event\":\"epoch\""), lines.get(4));
    assertTrue(lines.get(4).contains("\"epoch\":4"), lines.get(4));
  }

  @Test
  void theFinishIsShown() throws IOException, InterruptedException {
    Path file = folder.resolve("history.jsonl"), page = folder.resolve("run.html");
    Object[] options = {
      "train", "--input", "data/iris.csv", "--epochs", 4, "--finish", "newton", "--reg-param", 0.01
    };
    Outcome outcome = Commands.run(with(options, "--history", file, "--report", page));
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.get(5).startsWith("{\"event\":\"finish\""), lines.get(5));
    assertTrue(lines.get(lines.size() - 1).contains("\"converged\":true"), lines.toString());
    assertTrue(outcome.out().contains("finish        newton, "), outcome.out());
    assertTrue(outcome.out().contains("converged     the gradient fell to"), outcome.out());
    assertTrue(outcome.err().contains("newton step 1  objective 0."), outcome.err());
    String dom = Browser.document(page, folder);
    assertTrue(dom.contains("Gradient in the finish") && dom.contains("<dt>converged</dt>"), dom);
    Outcome json = Commands.run(with(options, "--json"));
    assertTrue(json.out().contains("\"finish\":\"newton\""), json.out());
    assertTrue(json.out().contains("\"finishGradientNorm\":"), json.out());
  }

  private static Object[] with(Object[] options, Object... more) {
    return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray();
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
