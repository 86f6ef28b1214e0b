package org.stepless.notebooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes the notebooks of Zeppelin and Jupyter, outputs included, from those of Databricks. Its
 * name keeps it out of ordinary builds: {@code notebooks/README.md} has the command.
 */
class GenerateNotebooks {
  @TempDir private Path folder;

  @Test
  void writeAll() throws IOException {
    String only = System.getProperty("notebook");
    List<String> names = only == null ? Format.DATABRICKS.names() : List.of(only);
    for (String name : names) {
      Notebook original = Format.DATABRICKS.read(name);
      for (Format format : List.of(Format.ZEPPELIN, Format.JUPYTER)) {
        Notebook notebook = original.translated(Format.DATABRICKS, format);
        List<List<Output>> outputs = new ArrayList<>();
        try (ScalaSession session = new ScalaSession(format, folder, Stories.DATA)) {
          notebook.code().forEach(cell -> outputs.add(session.run(cell)));
        }
        Files.createDirectories(format.file(name).getParent());
        Files.writeString(format.file(name), format.print(notebook, outputs));
      }
    }
  }
}
