package org.stepless.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every notebook runs in every format, does what its prose says, and is the same in all three. */
class NotebooksTest {
  @TempDir private Path folder;

  static Stream<Arguments> files() {
    return Arrays.stream(Stories.values())
        .flatMap(
            story -> Arrays.stream(Format.values()).map(format -> Arguments.of(story, format)));
  }

  @Test
  void foldersHoldTheseNotebooks() throws IOException {
    List<String> names = Arrays.stream(Stories.values()).map(Stories::file).toList();
    for (Format format : Format.values()) {
      assertEquals(names, format.names(), format.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void runsAndKeepsItsPromises(Stories story, Format format) throws IOException {
    String name = story.file();
    List<List<Boolean>> shown = new ArrayList<>();
    try (ScalaSession session = new ScalaSession(format, folder, Stories.DATA)) {
      format.read(name).code().forEach(cell -> shown.add(kinds(session.run(cell))));
      story.check(session);
    }
    if (format != Format.DATABRICKS) {
      String text = Files.readString(format.file(name));
      assertEquals(shown, format.outputs(name, text).stream().map(NotebooksTest::kinds).toList());
    }
  }

  private static List<Boolean> kinds(List<Output> outputs) {
    return outputs.stream().map(Output::isHtml).toList();
  }

  /** Everything but the outputs follows from the source of Databricks, to the byte. */
  @ParameterizedTest
  @MethodSource("files")
  void isWhatTheSourceSays(Stories story, Format format) throws IOException {
    String name = story.file();
    Notebook source = Format.DATABRICKS.read(name);
    String text = Files.readString(format.file(name));
    assertEquals(
        format.print(source.translated(Format.DATABRICKS, format), format.outputs(name, text)),
        text,
        () -> format.file(name) + " is out of date; notebooks/README.md says how to write it anew");
  }
}
