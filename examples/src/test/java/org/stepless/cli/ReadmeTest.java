package org.stepless.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.stepless.cli.report.Versions;

/**
 * Runs every code block of the README: Java is compiled and run, commands of the launcher run in
 * order in one folder, and what needs a cluster is checked for what can be wrong in it.
 */
class ReadmeTest {
  private static final Path README = Path.of("../README.md");

  /** A block's language, the line of the README it starts at, and its lines. */
  private record Block(String language, int line, List<String> lines) {
    boolean isCommands() {
      return language.isEmpty() || language.equals("sh") || language.equals("bash");
    }

    String name() {
      return "line " + line + (language.isEmpty() ? "" : ", " + language);
    }
  }

  @TempDir private static Path folder;

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> open = null;
    int number = 0;
    for (String line : Files.readAllLines(README)) {
      number++;
      if (!line.startsWith("```")) {
        if (open != null) {
          open.add(line);
        }
      } else if (open == null) {
        open = new ArrayList<>();
        blocks.add(new Block(line.substring(3).strip(), number, open));
      } else {
        open = null;
      }
    }
    assertEquals(null, open, "a block is not closed");
    return blocks;
  }

  @TestFactory
  Stream<DynamicTest> everyBlockWorks() throws IOException {
    List<Block> blocks = blocks();
    assertTrue(blocks.stream().filter(block -> block.language().equals("java")).count() >= 4);
    assertTrue(blocks.stream().anyMatch(Block::isCommands));
    return blocks.stream().map(block -> dynamicTest(block.name(), () -> check(block)));
  }

  private static void check(Block block) throws Exception {
    Commands.spark();
    switch (block.language()) {
      case "java" -> runJava(block);
      case "text" -> assertFalse(block.lines().isEmpty()); // output and drawings: nothing to run
      default -> {
        assertTrue(block.isCommands(), "unknown language of the block: " + block.language());
        for (String command : commands(block)) {
          runCommand(command);
        }
      }
    }
  }

  /** Paths of the README start at the project's folder. */
  private static String here(String text) {
    return text.replace("examples/data/", "../examples/data/")
        .replace(" test/src/", " ../test/src/");
  }

  private static void runJava(Block block) throws Exception {
    String imports =
        block.lines().stream().filter(ReadmeTest::isImport).collect(Collectors.joining("\n"));
    String body =
        block.lines().stream()
            .filter(line -> !isImport(line))
            .map(ReadmeTest::here)
            .collect(Collectors.joining("\n"));
    String name = "ReadmeLine" + block.line();
    Path source = folder.resolve(name + ".java");
    Files.writeString(
        source,
        imports
            + "\npublic class %s { public static void run() throws Exception {\n".formatted(name)
            + body
            + "\n} }\n");
    // Beside the tests' own classes, where Spark's tasks find the lambdas of the block.
    Path classes =
        Path.of(ReadmeTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertTrue(compiled, messages::toString);
    }
    try {
      Class.forName(name).getMethod("run").invoke(null);
    } finally {
      Files.delete(classes.resolve(name + ".class"));
    }
  }

  private static boolean isImport(String line) {
    return line.startsWith("import ");
  }

  /** The commands of a block, with lines that go on joined; an example's output left out. */
  private static List<String> commands(Block block) {
    String text = String.join("\n", block.lines()).replace("\\\n", " ");
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    boolean session = lines.stream().anyMatch(line -> line.startsWith("$ "));
    return session
        ? lines.stream().filter(line -> line.startsWith("$ ")).map(l -> l.substring(2)).toList()
        : lines;
  }

  private static void runCommand(String command) throws Exception {
    List<String> words = List.of(here(command).strip().split("\\s+"));
    List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
    switch (words.get(0)) {
      case "./stepless" -> runStepless(arguments);
      case "mvn" -> checkMaven(arguments);
      case "spark-submit" -> checkSubmission(arguments);
      case "--conf" -> checkConf(words.get(1));
      default -> throw new AssertionError("unknown command: " + command);
    }
  }

  /** Files that a command writes, and later ones read, lie in the test's folder. */
  private static void runStepless(List<String> arguments) throws IOException {
    arguments.replaceAll(
        word ->
            word.equals("run") || word.startsWith("run/") || word.startsWith("refined")
                ? folder.resolve(word).toString()
                : word.replace("file:refined.csv", "file:" + folder.resolve("refined.csv")));
    boolean refused = arguments.contains("bad.csv");
    if (refused) {
      Path bad = Commands.write(folder, "bad.csv", "a,label\n1,0\nred,1\n");
      arguments.replaceAll(word -> word.equals("bad.csv") ? bad.toString() : word);
    }
    Commands.Outcome outcome = Commands.run(arguments.toArray());
    assertEquals(refused ? 2 : 0, outcome.code(), outcome::err);
  }

  /** The tests themselves are what these commands run. */
  private static void checkMaven(List<String> arguments) throws IOException {
    assertTrue(Set.of("verify", "package").contains(arguments.get(0)), arguments::toString);
    assertTrue(Files.readString(Path.of("../pom.xml")).contains("<module>core</module>"));
  }

  private static void checkSubmission(List<String> arguments) throws Exception {
    int main = arguments.indexOf("--class");
    if (main >= 0 && !arguments.get(main + 1).startsWith("your.")) {
      Class.forName(arguments.get(main + 1)).getMethod("main", String[].class);
      assertTrue(arguments.stream().anyMatch(word -> word.endsWith(".jar")), arguments::toString);
    }
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).equals("--conf")) {
        checkConf(arguments.get(i + 1));
      } else if (arguments.get(i).equals("--packages")) {
        String version = Versions.of("nd4j");
        assertTrue(
            arguments.get(i + 1).endsWith(":" + version)
                || arguments.get(i + 1).endsWith(":" + Versions.stepless()),
            arguments.get(i + 1));
      }
    }
  }

  /** Plugins must exist; other settings must be of Spark, or quoted options of Java. */
  private static void checkConf(String setting) throws ClassNotFoundException {
    Map.Entry<String, String> entry =
        Map.entry(setting.split("=", 2)[0].replace("\"", ""), setting.split("=", 2)[1]);
    assertTrue(entry.getKey().startsWith("spark."), setting);
    if (entry.getKey().equals("spark.plugins")) {
      Class.forName(entry.getValue());
    }
    assertFalse(entry.getValue().contains(File.pathSeparator + File.pathSeparator));
  }
}
