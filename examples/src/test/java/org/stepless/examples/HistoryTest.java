package org.stepless.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepless.examples.Commands.Outcome;

/** {@code train --history}. */
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
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "x");
    Outcome outcome =
        Commands.run("train", "--input", "data/iris.csv", "--history", blocked + "/history");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("history file '" + blocked), outcome.err());
  }
}
