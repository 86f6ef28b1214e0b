package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fit leaves no cached rows, broadcasts, threads or files, however it ends. */
class NothingLeftBehindTest {

  /** In a process of its own, since others share this one and its folder for temporary files. */
  @Test
  void fitsReleaseAllThatTheyTake(@TempDir Path folder) throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add") || argument.startsWith("-Dorg.bytedeco"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            FailingFits.class.getName(),
            temporary.toString()));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectError(folder.resolve("log.txt").toFile())
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(15, TimeUnit.MINUTES), "did not end within 15 minutes");
    } finally {
      process.destroyForcibly();
    }
    String log = Files.readString(folder.resolve("log.txt"));
    List<String> told =
        Files.readAllLines(output).stream()
            .filter(line -> line.startsWith(FailingFits.MARK))
            .toList();
    assertEquals(List.of(FailingFits.MARK + "326 fits"), told, log);
    assertEquals(0, process.exitValue(), log);
  }
}
