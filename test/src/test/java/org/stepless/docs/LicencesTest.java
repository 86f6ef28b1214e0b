package org.stepless.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of dependencies names what is on the class path, with a licence each. */
class LicencesTest {
  @Test
  void everyLibraryOfTheClassPathIsListed() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("../docs/licences.md"));
    // In a repository a jar lies in a folder of its version, which lies in one of its name.
    List<Path> versions =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .map(entry -> Path.of(entry).getParent())
            .filter(folder -> !folder.endsWith("target"))
            .toList();
    assertTrue(versions.size() > 150, versions::toString);
    List<String> missing =
        versions.stream()
            .map(folder -> ":" + folder.getParent().getFileName() + " | " + folder.getFileName())
            .filter(library -> lines.stream().noneMatch(line -> line.contains(library + " | ")))
            .toList();
    assertEquals(List.of(), missing, "make docs/licences.md anew, it says how");
  }

  @Test
  void everyLineHasALicence() throws IOException {
    for (String line : Files.readAllLines(Path.of("../docs/licences.md"))) {
      if (line.startsWith("| ") && !line.startsWith("| library")) {
        assertTrue(line.matches("\\| \\S+:\\S+ \\| \\S+ \\| \\S.* \\|"), line);
        assertTrue(!line.toLowerCase(java.util.Locale.ROOT).contains("unknown"), line);
      }
    }
  }
}
