package org.stepless.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.stepless.cli.report.Versions;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** What pages say of Maven: its commands, and the dependency to copy. */
final class Build {
  private static final Set<String> GOALS =
      Set.of("verify", "package", "install", "deploy", "test", "spotless:apply");

  private Build() {}

  /** Goals, modules, profiles and test classes must exist. The builds themselves take minutes. */
  static void check(List<String> arguments) throws IOException {
    String before = "";
    for (String word : arguments) {
      if (before.equals("-pl")) {
        for (String module : word.split(",")) {
          assertTrue(Files.exists(Page.ROOT.resolve(module).resolve("pom.xml")), module);
        }
      } else if (word.startsWith("-P")) {
        String profile = "<id>" + word.substring(2) + "</id>";
        assertTrue(Files.readString(Page.ROOT.resolve("pom.xml")).contains(profile), word);
      } else if (word.startsWith("-Dtest=")) {
        for (String test : word.substring(word.indexOf('=') + 1).split(",")) {
          assertTrue(isSource(test + ".java"), () -> "no test " + test);
        }
      } else if (!word.startsWith("-")) {
        assertTrue(GOALS.contains(word), () -> "unknown goal of Maven: " + word);
      }
      before = word;
    }
  }

  private static boolean isSource(String name) throws IOException {
    try (Stream<Path> files = Files.walk(Page.ROOT)) {
      return files.anyMatch(file -> file.endsWith(name) && file.toString().contains("/src/"));
    }
  }

  /** A dependency must be one of this project's artifacts, of this version. */
  static void checkDependency(String xml) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)))
            .getDocumentElement();
    assertEquals("dependency", root.getTagName());
    assertEquals("org.stepless", text(root, "groupId"));
    assertEquals(Versions.stepless(), text(root, "version"));
    String artifact = text(root, "artifactId");
    for (String module : List.of("core", "spark-integration", "bundle")) {
      String pom = Files.readString(Page.ROOT.resolve(module).resolve("pom.xml"));
      if (pom.contains("</parent>\n  <artifactId>" + artifact + "</artifactId>")) {
        return;
      }
    }
    throw new AssertionError("no module makes " + artifact);
  }

  private static String text(Element root, String name) {
    return root.getElementsByTagName(name).item(0).getTextContent();
  }
}
