package org.stepless.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Notebook files of Jupyter, format 4.5, for the Scala kernel Almond. */
final class JupyterNotebook {
  private static final int MAJOR = 4, MINOR = 5;

  private JupyterNotebook() {}

  static Notebook parse(String name, String text) {
    JsonNode file = Json.parse(name, text);
    int major = file.path("nbformat").asInt(), minor = file.path("nbformat_minor").asInt();
    if (major != MAJOR || minor < MINOR) {
      throw new IllegalArgumentException(
          "'%s' has format %d.%d; needed is 4.5, whose cells have ids"
              .formatted(name, major, minor));
    }
    String language = Json.text(file.path("metadata").path("kernelspec"), "language");
    if (!language.equals("scala")) {
      throw new IllegalArgumentException("'%s' is for a kernel of %s".formatted(name, language));
    }
    Set<String> ids = new HashSet<>();
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : Json.array(file, "cells")) {
      String id = Json.text(cell, "id");
      if (!id.matches("[a-zA-Z0-9_-]{1,64}") || !ids.add(id)) {
        throw new IllegalArgumentException(
            "'%s' has the cell id '%s', which is not allowed or not unique".formatted(name, id));
      }
      cells.add(cell(name, cell));
    }
    return new Notebook(name, cells);
  }

  private static Cell cell(String name, JsonNode cell) {
    String source = text(cell, "source");
    return switch (Json.text(cell, "cell_type")) {
      case "markdown" -> Cell.prose(source);
      case "code" -> {
        Json.array(cell, "outputs");
        yield Cell.code(source);
      }
      default ->
          throw new IllegalArgumentException(
              "'%s' has a cell of kind %s".formatted(name, cell.path("cell_type")));
    };
  }

  private static String text(JsonNode node, String key) {
    StringBuilder text = new StringBuilder();
    Json.array(node, key).forEach(line -> text.append(line.textValue()));
    return text.toString();
  }

  /** The outputs that a notebook holds, one list for every cell of code. */
  static List<List<Output>> outputs(String name, String text) {
    List<List<Output>> outputs = new ArrayList<>();
    for (JsonNode cell : Json.array(Json.parse(name, text), "cells")) {
      if (Json.text(cell, "cell_type").equals("code")) {
        List<Output> found = new ArrayList<>();
        Json.array(cell, "outputs").forEach(output -> found.add(output(name, output)));
        outputs.add(found);
      }
    }
    return outputs;
  }

  private static Output output(String name, JsonNode output) {
    return switch (Json.text(output, "output_type")) {
      case "stream" -> new Output(false, text(output, "text"));
      case "display_data" -> new Output(true, text(output.path("data"), "text/html"));
      default ->
          throw new IllegalArgumentException(
              "'%s' holds an output that is no text and no HTML: %s".formatted(name, output));
    };
  }

  static String print(Notebook notebook, List<List<Output>> outputs) {
    ObjectNode file = Json.object();
    ArrayNode cells = file.putArray("cells");
    Iterator<List<Output>> next = outputs.iterator();
    int count = 0;
    for (Cell cell : notebook.cells()) {
      ObjectNode node = cells.addObject().put("cell_type", cell.isCode() ? "code" : "markdown");
      if (cell.isCode()) {
        node.put("execution_count", ++count);
      }
      node.put("id", "%s-%02d".formatted(notebook.name(), cells.size()));
      node.putObject("metadata");
      if (cell.isCode()) {
        ArrayNode results = node.putArray("outputs");
        next.next().forEach(output -> print(results.addObject(), output));
      }
      lines(node.putArray("source"), cell.text());
    }
    ObjectNode metadata = file.putObject("metadata");
    metadata
        .putObject("kernelspec")
        .put("display_name", "Scala")
        .put("language", "scala")
        .put("name", "scala");
    metadata
        .putObject("language_info")
        .put("codemirror_mode", "text/x-scala")
        .put("file_extension", ".sc")
        .put("mimetype", "text/x-scala")
        .put("name", "scala")
        .put("nbconvert_exporter", "script");
    file.put("nbformat", MAJOR).put("nbformat_minor", MINOR);
    return Json.print(file);
  }

  private static void print(ObjectNode node, Output output) {
    if (output.isHtml()) {
      lines(node.putObject("data").putArray("text/html"), output.data());
      node.putObject("metadata");
      node.put("output_type", "display_data");
    } else {
      node.put("name", "stdout").put("output_type", "stream");
      lines(node.putArray("text"), output.data());
    }
  }

  /** As Jupyter writes texts: one string a line, each with its line break. */
  private static void lines(ArrayNode array, String text) {
    for (String line : text.split("(?<=\n)")) {
      array.add(line);
    }
  }
}
