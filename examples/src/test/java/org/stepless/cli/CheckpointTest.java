package org.stepless.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --checkpoint-dir}, run a second time. */
class CheckpointTest {
  @TempDir Path folder;

  private Commands.Outcome train(int seed) {
    return Commands.run(
        "train",
        "--json",
        "--input",
        Commands.DATA.resolve("iris.csv"),
        "--epochs",
        "4",
        "--checkpoint-dir",
        folder,
        "--checkpoint-interval",
        "2",
        "--seed",
        seed);
  }

  private JsonNode result() throws IOException {
    Commands.Outcome outcome = train(42);
    assertEquals(0, outcome.code(), outcome.err());
    return new ObjectMapper().readTree(outcome.lastLine());
  }

  @Test
  void theSameCommandGoesOnAndAnotherIsRefused() throws IOException {
    JsonNode first = result(), second = result();
    assertEquals(first.get("objective"), second.get("objective"));
    assertEquals(first.get("steps"), second.get("steps"));
    String mode = second.get("mode").asText();
    assertTrue(mode.endsWith("resumed after step " + first.get("steps")), mode);
    Commands.Outcome other = train(1);
    assertEquals(2, other.code(), other.err());
    assertTrue(other.err().contains("seed was 42, is 1"), other.err());
  }
}
