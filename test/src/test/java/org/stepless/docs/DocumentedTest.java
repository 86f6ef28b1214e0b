package org.stepless.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Everything public of the library has Javadoc; that it has no errors, the build sees to. */
class DocumentedTest {
  @Test
  void everythingPublicIsDocumented() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("core", "spark-integration")) {
      try (Stream<Path> all = Files.walk(Path.of("..", module, "src/main/java"))) {
        all.filter(path -> path.toString().endsWith(".java")).sorted().forEach(files::add);
      }
    }
    assertTrue(files.size() > 200, files::toString);
    try (var manager =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
      assertEquals(List.of(), Undocumented.in(manager.getJavaFileObjectsFromPaths(files)));
    }
  }

  @Test
  void whatIsMissingIsFound() throws IOException {
    String source =
        """
        public class A {
          public A() {}
          public A(int x) {}
          /** Said. */ public int said() { return 1; }
          protected int unsaid() { return 2; }
          int inner() { return 3; }
          @Override public String toString() { return ""; }
          public static final int CONSTANT = 4;
          private int field;
          class Hidden { public int free() { return 5; } }
          /** Said.
           * @param a said
           */
          public record Pair(int a, int b) {
            private static final int C = 6;
            public Pair { }
            public Pair(int only) { this(only, 0); }
          }
          public enum Kind {
            /** Said. */ ONE, TWO
          }
          /** Said. */
          public interface Shape { int area(); }
        }
        """;
    assertEquals(
        List.of(
            "A:1",
            "A.<init>:3",
            "A.unsaid:5",
            "A.CONSTANT:8",
            "Pair.b:14",
            "Pair.<init>:17",
            "Kind:19",
            "Kind.TWO:20",
            "Shape.area:23"),
        Undocumented.in(List.of(source("A", source))));
  }

  private static JavaFileObject source(String type, String text) {
    return new SimpleJavaFileObject(
        URI.create("memory:///" + type + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
