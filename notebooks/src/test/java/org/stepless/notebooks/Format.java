package org.stepless.notebooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The formats of notebook files, each with the environment that its notebooks run in. */
enum Format {
  /** Source files, which are the originals; the format has no place for outputs. */
  DATABRICKS("databricks", ".scala", "def show(html: String): Unit = displayHTML(html)") {
    @Override
    Notebook parse(String name, String text) {
      return DatabricksSource.parse(name, text);
    }

    @Override
    String print(Notebook notebook, List<List<Output>> outputs) {
      return DatabricksSource.print(notebook);
    }

    @Override
    List<List<Output>> outputs(String name, String text) {
      return List.of();
    }
  },
  /** Notes of the interpreter {@code %spark}. */
  ZEPPELIN("zeppelin", ".zpln", "def show(html: String): Unit = println(\"%html \" + html)") {
    @Override
    Notebook parse(String name, String text) {
      return ZeppelinNote.parse(name, text);
    }

    @Override
    String print(Notebook notebook, List<List<Output>> outputs) {
      return ZeppelinNote.print(notebook, outputs);
    }

    @Override
    List<List<Output>> outputs(String name, String text) {
      return ZeppelinNote.outputs(name, text);
    }
  },
  /** Notebooks of the kernel Almond. */
  JUPYTER("jupyter", ".ipynb", "def show(html: String): Unit = kernel.publish.html(html)") {
    @Override
    Notebook parse(String name, String text) {
      return JupyterNotebook.parse(name, text);
    }

    @Override
    String print(Notebook notebook, List<List<Output>> outputs) {
      return JupyterNotebook.print(notebook, outputs);
    }

    @Override
    List<List<Output>> outputs(String name, String text) {
      return JupyterNotebook.outputs(name, text);
    }
  };

  /** Folder of the repository that holds all notebooks. */
  static final Path ROOT = Path.of("").toAbsolutePath();

  private final String folder;
  private final String ending;
  private final String show;

  Format(String folder, String ending, String show) {
    this.folder = folder;
    this.ending = ending;
    this.show = show;
  }

  /** The cell that defines how HTML is shown: all that differs between the environments. */
  String show() {
    return show;
  }

  /** The file of a notebook. */
  Path file(String name) {
    return ROOT.resolve(folder).resolve(name + ending);
  }

  /** Names of the notebooks of this format, sorted. */
  List<String> names() throws IOException {
    try (var files = Files.list(ROOT.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(ending))
          .map(file -> file.substring(0, file.length() - ending.length()))
          .sorted()
          .toList();
    }
  }

  /** Reads the notebook of a name. */
  Notebook read(String name) throws IOException {
    return parse(name, Files.readString(file(name)));
  }

  /**
   * The notebook that a file's text describes.
   *
   * @throws IllegalArgumentException naming what breaks the format
   */
  abstract Notebook parse(String name, String text);

  /**
   * The text of a notebook's file.
   *
   * @param outputs those of every cell of code, in the order of these cells
   */
  abstract String print(Notebook notebook, List<List<Output>> outputs);

  /**
   * The outputs that a file's text holds: a list for every cell of code, or none at all where the
   * format has no place for them.
   *
   * @throws IllegalArgumentException if an output is an error, or of an unknown kind
   */
  abstract List<List<Output>> outputs(String name, String text);
}
