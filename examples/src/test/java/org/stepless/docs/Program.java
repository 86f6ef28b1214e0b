package org.stepless.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A Java program of a page: a block, and those blocks after it that begin without an import and so
 * go on with it.
 */
record Program(String name, List<Page.Block> blocks) {
  /** Separates in the output what the blocks print. */
  private static final String END = "\u0004";

  /** The programs of a page. */
  static List<Program> of(Page page) {
    List<Program> programs = new ArrayList<>();
    for (Page.Block block : page.blocks()) {
      if (!block.language().equals("java")) {
        continue;
      }
      if (programs.isEmpty() || block.lines().stream().anyMatch(Program::isImport)) {
        programs.add(new Program(page.className() + "_" + block.line(), new ArrayList<>()));
      }
      programs.get(programs.size() - 1).blocks().add(block);
    }
    return programs;
  }

  /**
   * Compiles and runs it.
   *
   * @param folder where {@code run/} lies, to which the programs of the pages write
   * @return what each block printed
   */
  List<String> run(Path folder) throws Exception {
    Path source = folder.resolve(name + ".java");
    Files.writeString(source, source(folder));
    // Beside the tests' own classes, where Spark's tasks find the lambdas of the blocks.
    Path classes =
        Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    compile(source, classes);
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      Class.forName(name).getMethod("run").invoke(null);
    } finally {
      System.setOut(before);
      delete(classes);
    }
    return List.of(out.toString(StandardCharsets.UTF_8).split(END, -1));
  }

  private String source(Path folder) {
    StringBuilder imports = new StringBuilder(), body = new StringBuilder();
    for (Page.Block block : blocks) {
      for (String line : block.lines()) {
        (isImport(line) ? imports : body).append(line).append('\n');
      }
      body.append("System.out.print(\"%s\");\n".formatted(END));
    }
    String code =
        body.toString()
            .replace("\"examples/", "\"" + Page.ROOT + "/examples/")
            .replace("\"run/", "\"" + folder + "/run/");
    return imports
        + "public class %s {\npublic static void run() throws Exception {\n".formatted(name)
        + code
        + "}\n}\n";
  }

  private static void compile(Path source, Path classes) throws IOException {
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
  }

  private void delete(Path classes) throws IOException {
    try (Stream<Path> made = Files.list(classes)) {
      List<Path> own =
          made.filter(file -> file.getFileName().toString().startsWith(name))
              .collect(Collectors.toList());
      for (Path file : own) {
        Files.delete(file);
      }
    }
  }

  private static boolean isImport(String line) {
    return line.startsWith("import ");
  }
}
