package org.stepless.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: what Spark, Hadoop and Java print must not get through. */
class ProcessTest {
  @TempDir Path folder;

  @Test
  void printsNothingButProgressAndResult() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add"))
        .forEach(command::add);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "-Dstepless.embedded=true"));
    command.addAll(List.of("-Dstepless.home=" + Path.of("..").toRealPath(), Main.class.getName()));
    command.addAll(List.of("train", "--epochs", "2", "--json", "--output", "result"));
    Path out = folder.resolve("out"), err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int code = process.waitFor();
    String errors = Files.readString(err, StandardCharsets.UTF_8);
    assertEquals(0, code, errors);
    List<String> expected = List.of("data ", "task ", "labels ", "epoch 1/2 ", "epoch 2/2 ");
    List<String> lines =
        errors.lines().filter(line -> !line.contains("incubator modules")).toList();
    assertTrue(lines.size() > expected.size(), errors);
    for (int i = 0; i < lines.size(); i++) {
      String start = i < expected.size() ? expected.get(i) : "tron step ";
      assertTrue(lines.get(i).startsWith(start), errors);
    }
    List<String> results = Files.readAllLines(out);
    assertEquals(1, results.size(), results.toString());
    assertTrue(results.get(0).startsWith("{\"objective\":"), results.toString());
    assertTrue(Files.exists(folder.resolve("result/model/metadata")), errors);
    try (var files = Files.list(folder)) {
      assertEquals(List.of("err", "out", "result"), files.map(this::name).sorted().toList());
    }
  }

  private String name(Path file) {
    return file.getFileName().toString();
  }
}
