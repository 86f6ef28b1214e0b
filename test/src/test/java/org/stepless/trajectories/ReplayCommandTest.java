package org.stepless.trajectories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepless.cli.ReplayCommand;
import picocli.CommandLine;

class ReplayCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;
  private final StringWriter printed = new StringWriter();

  private int run(Path... paths) {
    printed.getBuffer().setLength(0);
    String[] arguments = new String[paths.length];
    for (int i = 0; i < paths.length; i++) {
      arguments[i] = paths[i].toString();
    }
    return new CommandLine(new ReplayCommand())
        .setOut(new PrintWriter(printed))
        .setErr(new PrintWriter(printed))
        .execute(arguments);
  }

  private Path changed(String file, Consumer<ObjectNode> change) throws Exception {
    ObjectNode trajectory = (ObjectNode) MAPPER.readTree(Golden.file(file).toFile());
    change.accept(trajectory);
    Path path = folder.resolve("changed.json");
    MAPPER.writeValue(path.toFile(), trajectory);
    return path;
  }

  private static ObjectNode step(ObjectNode trajectory, int k) {
    return (ObjectNode) trajectory.get("steps").get(k);
  }

  private void assertPrinted(String part) {
    assertTrue(printed.toString().contains(part), printed::toString);
  }

  @Test
  void agreementIsExitCode0() {
    assertEquals(0, run(Golden.file("Prodigy"), Golden.file("SGD/default.json")));
    assertPrinted("Prodigy              random-start-linear");
    assertPrinted("SGD                  default");
    assertPrinted("4 of 4 files agree");
    assertEquals(5, printed.toString().lines().count());
  }

  @Test
  void aTamperedPointOrScalarIsExitCode1() throws Exception {
    Path point =
        changed(
            "Prodigy/default.json",
            t -> {
              ArrayNode x = (ArrayNode) step(t, 79).get("x");
              x.set(3, DoubleNode.valueOf(x.get(3).doubleValue() + 1e-8));
            });
    assertEquals(1, run(Golden.file("SGD"), point));
    assertPrinted("x 1.0e-08");
    assertPrinted("FAILED: exceeds 1.0E-9, " + point);
    assertPrinted("1 of 2 files agree");
    Path scalar = changed("Prodigy/default.json", t -> step(t, 40).put("d", 0.5));
    assertEquals(1, run(scalar));
    assertPrinted("FAILED");
  }

  @Test
  void whatCannotBeReplayedIsAnErrorThatNamesTheFile() throws Exception {
    String prodigy = "Prodigy/default.json";
    assertError(changed(prodigy, t -> t.put("method", "Adaboost")), "unknown method 'Adaboost'");
    assertError(
        changed(prodigy, t -> t.put("method", "MechanicFoo")), "unknown method 'MechanicFoo'");
    assertError(
        changed(prodigy, t -> ((ObjectNode) t.get("hyperparameters")).put("grow_rate", 2)),
        "prodigy has no parameter 'growRate'");
    assertError(
        changed(prodigy, t -> step(t, 2).put("resets", 2)), "has no state 'resets' to compare");
    assertError(
        changed(prodigy, t -> step(t, 2).remove("loss")), "'steps[2].loss' must be a number");
    assertError(changed(prodigy, t -> step(t, 5).putNull("d")), "'steps[5].d' must be a number");
    assertError(
        changed(prodigy, t -> ((ArrayNode) step(t, 1).get("x")).remove(0)),
        "'steps[1].x' must hold 24 numbers, holds 23");
    assertError(changed(prodigy, t -> t.putArray("steps")), "'steps' is empty");
    assertError(changed(prodigy, t -> t.remove("method")), "'method' must be a text, is missing");
    assertError(
        changed("TAPS/default.json", t -> ((ObjectNode) t.get("hyperparameters")).remove("tau")),
        "taps(target=");
    assertError(
        changed("SP/default.json", t -> ((ObjectNode) t.get("hyperparameters")).put("tau", 1)),
        "SP has no tau");
    assertError(
        changed("SP/default.json", t -> ((ArrayNode) t.get("order")).set(7, 240)),
        "'order' must hold row numbers below 240, holds 240");
    Path text = folder.resolve("text.json");
    Files.writeString(text, "{\"method\": ");
    assertError(text, "is no JSON");
    Files.writeString(text, "");
    assertError(text, "'method' must be a text, is missing");
  }

  private void assertError(Path file, String reason) {
    assertEquals(1, run(file), printed::toString);
    assertPrinted("error: " + file + ": ");
    assertPrinted(reason);
    assertPrinted("0 of 1 files agree");
  }

  @Test
  void missingPathsAndEmptyFoldersAreExitCode2() throws Exception {
    assertEquals(2, run(folder.resolve("nowhere")));
    assertPrinted("nowhere' does not exist");
    assertEquals(2, run(Golden.file("SGD"), folder));
    assertPrinted("holds no trajectory file");
    assertEquals(2, run());
  }
}
