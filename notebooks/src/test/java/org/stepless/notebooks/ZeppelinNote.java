package org.stepless.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Notes of Zeppelin 0.9 and newer: a list of paragraphs, each beginning with its interpreter. */
final class ZeppelinNote {
  private static final String CODE = "%spark\n", PROSE = "%md\n";

  private ZeppelinNote() {}

  static Notebook parse(String name, String text) {
    JsonNode note = Json.parse(name, text);
    Json.text(note, "id");
    Json.text(note, "name");
    List<Cell> cells = new ArrayList<>();
    for (JsonNode paragraph : Json.array(note, "paragraphs")) {
      Json.text(paragraph, "id");
      String content = Json.text(paragraph, "text");
      if (content.startsWith(CODE)) {
        cells.add(Cell.code(content.substring(CODE.length())));
      } else if (content.startsWith(PROSE)) {
        cells.add(Cell.prose(content.substring(PROSE.length())));
      } else {
        throw new IllegalArgumentException(
            "'%s' has a paragraph that begins neither with %%spark nor with %%md: %s"
                .formatted(name, content.lines().findFirst().orElse("")));
      }
    }
    return new Notebook(name, cells);
  }

  /** The outputs that a note holds, one list for every paragraph of code. */
  static List<List<Output>> outputs(String name, String text) {
    List<List<Output>> outputs = new ArrayList<>();
    for (JsonNode paragraph : Json.array(Json.parse(name, text), "paragraphs")) {
      if (!Json.text(paragraph.path("results"), "code").equals("SUCCESS")) {
        throw new IllegalArgumentException(
            "'%s' holds the result of a paragraph that failed: %s".formatted(name, paragraph));
      }
      if (Json.text(paragraph, "text").startsWith(CODE)) {
        List<Output> messages = new ArrayList<>();
        for (JsonNode message : Json.array(paragraph.path("results"), "msg")) {
          messages.add(
              new Output(Json.text(message, "type").equals("HTML"), Json.text(message, "data")));
        }
        outputs.add(messages);
      }
    }
    return outputs;
  }

  static String print(Notebook notebook, List<List<Output>> outputs) {
    ObjectNode note = Json.object();
    ArrayNode paragraphs = note.putArray("paragraphs");
    Iterator<List<Output>> next = outputs.iterator();
    for (Cell cell : notebook.cells()) {
      ObjectNode paragraph = cell.isCode() ? code(cell, next.next()) : prose(cell);
      paragraphs.add(
          paragraph.put("id", "paragraph_%s_%02d".formatted(notebook.name(), paragraphs.size())));
    }
    note.put("name", notebook.title());
    // Zeppelin looks for nine characters; the same for the same notebook, so that a new import
    // replaces the old.
    note.put("id", "2S" + "%07d".formatted(Math.floorMod(notebook.name().hashCode(), 10_000_000)));
    note.put("defaultInterpreterGroup", "spark");
    note.putObject("noteParams");
    note.putObject("noteForms");
    note.putObject("angularObjects");
    note.putObject("config").put("isZeppelinNotebookCronEnable", false);
    note.putObject("info");
    note.put("path", "/Stepless/" + notebook.name());
    return Json.print(note);
  }

  private static ObjectNode prose(Cell cell) {
    ObjectNode paragraph = paragraph(PROSE + cell.text(), "markdown", true);
    String html =
        HtmlRenderer.builder().build().render(Parser.builder().build().parse(cell.text()));
    message(results(paragraph), "HTML", "<div class=\"markdown-body\">\n" + html + "</div>");
    return paragraph;
  }

  private static ObjectNode code(Cell cell, List<Output> outputs) {
    ObjectNode paragraph = paragraph(CODE + cell.text(), "scala", false);
    ArrayNode messages = results(paragraph);
    for (Output output : outputs) {
      message(messages, output.isHtml() ? "HTML" : "TEXT", output.data());
    }
    return paragraph;
  }

  private static ObjectNode paragraph(String text, String language, boolean hideEditor) {
    ObjectNode paragraph = Json.object().put("text", text);
    ObjectNode config = paragraph.putObject("config");
    config.put("colWidth", 12.0).put("fontSize", 9.0).put("enabled", true);
    config.put("editorMode", "ace/mode/" + language).put("editorHide", hideEditor);
    config.putObject("editorSetting").put("language", language).put("editOnDblClick", hideEditor);
    ObjectNode settings = paragraph.putObject("settings");
    settings.putObject("params");
    settings.putObject("forms");
    return paragraph;
  }

  private static ArrayNode results(ObjectNode paragraph) {
    paragraph.put("status", "FINISHED");
    return paragraph.putObject("results").put("code", "SUCCESS").putArray("msg");
  }

  private static void message(ArrayNode messages, String type, String data) {
    messages.addObject().put("type", type).put("data", data);
  }
}
