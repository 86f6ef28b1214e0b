package org.stepless.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormatTest {
  private static final Notebook NOTEBOOK =
      new Notebook(
          "note",
          List.of(
              Cell.prose("# A title\n\n* \"quoted\", `code` & <b>\n* second"),
              Cell.code("val a = \"\"\"\n  text\n\"\"\" // ü\n\nprintln(a)"),
              Cell.code(Format.DATABRICKS.show())));
  private static final List<List<Output>> OUTPUTS =
      List.of(List.of(new Output(false, "a\n\nb\n"), new Output(true, "<b>\nc</b>")), List.of());

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsRead(Format format) {
    String text = format.print(NOTEBOOK, OUTPUTS);
    assertEquals(NOTEBOOK, format.parse("note", text));
    assertEquals(format == Format.DATABRICKS ? List.of() : OUTPUTS, format.outputs("note", text));
  }

  @Test
  void databricksFilesHaveItsMarks() {
    assertEquals(
        """
        // Databricks notebook source
        // MAGIC %md
        // MAGIC # T
        // MAGIC
        // MAGIC p

        // COMMAND ----------

        val a = 1
        """,
        DatabricksSource.print(
            new Notebook("n", List.of(Cell.prose("# T\n\np"), Cell.code("val a = 1")))));
  }

  @Test
  void onlyTheWayToShowHtmlDiffers() {
    List<String> before = NOTEBOOK.code();
    List<String> after = NOTEBOOK.translated(Format.DATABRICKS, Format.JUPYTER).code();
    assertEquals(before.get(0), after.get(0));
    assertEquals(Format.JUPYTER.show(), after.get(1));
    Notebook twice =
        new Notebook(
            "twice",
            List.of(NOTEBOOK.cells().get(0), NOTEBOOK.cells().get(2), NOTEBOOK.cells().get(2)));
    fails(() -> twice.translated(Format.DATABRICKS, Format.ZEPPELIN), "more than one cell");
  }

  @Test
  void brokenFilesAreRefused() {
    fails(Format.DATABRICKS, "val a = 1\n", "must begin with the line");
    String marks = "// Databricks notebook source\n// MAGIC %md\n// MAGIC # T\n";
    fails(Format.DATABRICKS, marks + "text\n", "line of prose without");
    fails(Format.DATABRICKS, marks + "// COMMAND ----------\n\n", "empty");
    fails(Format.DATABRICKS, marks.replace("%md", "%sql"), "not %md");
    fails(Format.DATABRICKS, marks.replace("# T", "T"), "must begin with a heading");

    String note = Format.ZEPPELIN.print(NOTEBOOK, OUTPUTS);
    fails(Format.ZEPPELIN, note.substring(0, 99), "no JSON");
    fails(Format.ZEPPELIN, note.replace("%spark", "%python"), "neither with %spark nor");
    fails(Format.ZEPPELIN, note.replace("\"paragraphs\"", "\"cells\""), "'paragraphs' must be");
    fails(
        () -> Format.ZEPPELIN.outputs("note", note.replace("SUCCESS", "ERROR")),
        "paragraph that failed");

    String jupyter = Format.JUPYTER.print(NOTEBOOK, OUTPUTS);
    fails(
        Format.JUPYTER, jupyter.replace("\"nbformat_minor\" : 5", "\"nbformat_minor\" : 4"), "4.4");
    fails(Format.JUPYTER, jupyter.replace("note-02", "note-01"), "not unique");
    fails(Format.JUPYTER, jupyter.replace("\"id\"", "\"name\""), "'id' must be a text");
    fails(
        Format.JUPYTER,
        jupyter.replace("\"language\" : \"scala\"", "\"language\" : \"R\""),
        "of R");
    fails(
        () -> Format.JUPYTER.outputs("note", jupyter.replace("\"stream\"", "\"error\"")),
        "no text and no HTML");
  }

  private static void fails(Format format, String text, String message) {
    fails(() -> format.parse("note", text), message);
  }

  private static void fails(org.junit.jupiter.api.function.Executable code, String message) {
    String told = assertThrows(IllegalArgumentException.class, code).getMessage();
    assertTrue(told.contains(message), told);
  }
}
