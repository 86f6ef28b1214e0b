package org.stepless.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The submission script with a spark-submit and an nvidia-smi that say what they are given. */
class GpuSubmissionTest {
  @TempDir private Path folder;

  private void program(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> submit(int code, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("../examples/submit-gpu.sh");
    builder.command().addAll(List.of(arguments));
    builder.environment().put("SPARK_HOME", folder.toString());
    builder.environment().merge("PATH", folder + "/bin", (path, own) -> own + ":" + path);
    Process process = builder.redirectErrorStream(true).start();
    List<String> lines = new String(process.getInputStream().readAllBytes()).lines().toList();
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(code, process.exitValue(), lines::toString);
    return lines;
  }

  @Test
  void asksForOneGpuAnExecutorAndSaysWhichThereAre() throws Exception {
    program("bin/nvidia-smi", "printf '0\\n1\\n'\n");
    // Prints its arguments, and what the discovery script among its files says.
    program(
        "bin/spark-submit",
        "printf '%s\\n' \"$@\"\n"
            + "while [[ $1 != --files ]]; do shift; done\n\"${2%#getGpus.sh}\"\n");
    List<String> lines = submit(0, "spark://host:7077", "my.App", "app.jar", "one", "two words");
    JsonNode gpus = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertEquals("gpu", gpus.get("name").asText());
    assertEquals(
        List.of("0", "1"),
        List.of(gpus.get("addresses").get(0).asText(), gpus.get("addresses").get(1).asText()));
    assertTrue(lines.containsAll(List.of("spark://host:7077", "my.App")));
    assertTrue(lines.contains("spark.executor.resource.gpu.amount=1"));
    assertTrue(lines.contains("spark.executor.resource.gpu.discoveryScript=./getGpus.sh"));
    assertEquals(
        List.of("app.jar", "one", "two words"), lines.subList(lines.size() - 4, lines.size() - 1));
  }

  @Test
  void saysHowItIsUsed() throws Exception {
    assertTrue(submit(2, "spark://host:7077").get(0).startsWith("usage: "));
  }
}
