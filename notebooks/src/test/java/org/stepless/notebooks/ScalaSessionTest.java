package org.stepless.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must fail a notebook fails it; what a cell gives out is seen. */
class ScalaSessionTest {
  @TempDir private Path folder;

  @Test
  void cellsSeeEachOtherAndTasksSeeCells() throws IOException {
    try (ScalaSession session = new ScalaSession(Format.ZEPPELIN, folder, folder)) {
      session.run("case class Pair(a: Int, b: Int)\nval three = 3");
      session.run("import spark.implicits._");
      session.run(
          """
          val sums = spark.range(4).as[Long]
            .map(n => Pair(n.toInt, three))
            .map(pair => pair.a * pair.b)
            .collect()
          """);
      assertEquals(List.of(0, 3, 6, 9), List.of(ints(session.value("sums"))));
      assertThrows(NoSuchElementException.class, () -> session.value("products"));

      fails(session, "val a: Int = \"text\"", "type mismatch");
      fails(session, "missing(1)", "not found: value missing");
      fails(session, "throw new IllegalStateException(\"on purpose\")", "on purpose");
      fails(session, "spark.range(2).as[Long].map(n => 1 / (n - n)).collect()", "/ by zero");
      fails(session, "val open = (1 +", "Incomplete");
      fails(session, "@deprecated(\"old\", \"1\") def old = 1\nval used = old", "deprecated");
      assertEquals(3, session.value("three"));
    }
  }

  private static Integer[] ints(Object array) {
    return java.util.Arrays.stream((int[]) array).boxed().toArray(Integer[]::new);
  }

  private static void fails(ScalaSession session, String cell, String message) {
    CellFailedException failure =
        assertThrows(CellFailedException.class, () -> session.run(cell), cell);
    assertTrue(failure.getMessage().contains(message), failure.getMessage());
  }

  @Test
  void everyEnvironmentShowsHtml() throws IOException {
    for (Format format : Format.values()) {
      try (ScalaSession session = new ScalaSession(format, folder, folder)) {
        session.run(format.show());
        List<Output> outputs = session.run("println(\"text\")\nshow(\"<b>bold</b>\")");
        assertEquals(
            List.of(new Output(false, "text\n"), new Output(true, "<b>bold</b>")),
            outputs,
            format.toString());
        assertEquals(List.of(), session.run("val silent = 1"));

        // The names of one environment are unknown in the others.
        if (format != Format.DATABRICKS) {
          fails(session, Format.DATABRICKS.show(), "not found: value displayHTML");
        }
        if (format != Format.JUPYTER) {
          fails(session, Format.JUPYTER.show(), "not found: value kernel");
        }
      }
    }
  }
}
