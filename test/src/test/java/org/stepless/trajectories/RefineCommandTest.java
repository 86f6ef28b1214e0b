package org.stepless.trajectories;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.cli.RefineCommand;
import org.stepless.schedules.Schedule;
import org.stepless.schedules.Schedules;
import picocli.CommandLine;

class RefineCommandTest {
  @TempDir Path folder;
  private final StringWriter printed = new StringWriter();
  private Path in;
  private Path out;

  @BeforeEach
  void paths() {
    in = folder.resolve("in.csv");
    out = folder.resolve("out.csv");
  }

  private int refine(String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add(in.toString());
    arguments.add(out.toString());
    return new CommandLine(new RefineCommand())
        .setOut(new PrintWriter(printed))
        .setErr(new PrintWriter(printed))
        .execute(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"adam,l1", "sgd,l2", "short,l2"})
  void recordedNormsBecomeTheRecordedSchedule(String name, String norm) throws Exception {
    JsonNode golden =
        new ObjectMapper().readTree(Golden.file("ScheduleRefinement/" + name + ".json").toFile());
    double[] norms = numbers(golden.get("gradientNorms"));
    double[] expected = numbers(golden.get("schedule"));
    String column = norm.equals("l1") ? "gradientNorm1" : "gradientNorm2";
    StringBuilder plain = new StringBuilder();
    StringBuilder history = new StringBuilder("step, loss," + column + ",stepSize\n");
    StringBuilder gradients = new StringBuilder("step," + norm + "\n");
    for (int k = 0; k < norms.length; k++) {
      plain.append(norms[k]).append('\n');
      history.append(k).append(",0.5,").append(norms[k]).append(",1\n");
      gradients.append(k).append(',').append(norms[k]).append('\n');
    }
    for (String content :
        List.of(
            plain.toString(), column + "\n" + plain, history.toString(), gradients.toString())) {
      Files.writeString(in, content);
      assertEquals(0, refine("--norm", norm), printed::toString);
      Schedule schedule = Schedules.parse("file:" + out);
      double[] actual = new double[expected.length];
      for (int k = 0; k < actual.length; k++) {
        actual[k] = schedule.multiplier(k, actual.length);
      }
      assertArrayEquals(expected, actual, 1e-9);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count(), "nothing but IN and OUT");
    }
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1;2;x|l2|line 3 is 'x'; column 1 of 1 must be a gradient norm",
        "1;;2|l2|line 2 is ''",
        "1;NaN|l2|line 2: a gradient norm must be finite and at least 0, was NaN",
        "1;-1|l2|line 2: a gradient norm must be finite and at least 0, was -1",
        "1|l2|needs the gradient norms of at least 2 steps, got 1",
        "0;0;0|l2|gradient norms around step 0 are 0",
        ";|l2|is empty",
        "1,2;3,4|l2|has 2 columns and no header",
        "step,loss;1,2|l1|has no column gradientNorm1 or l1 in its header: step, loss",
        "gradientNorm1;1;2|l2|has no column gradientNorm2",
        "gradientNorm2;1,2|l2|line 2 is '1,2'",
        "1;2|l3|norm must be l1 or l2, was 'l3'",
      })
  void badInputIsExitCode2AndWritesNothing(String content, String norm, String message)
      throws Exception {
    Files.writeString(in, content.replace(';', '\n') + "\n");
    assertEquals(2, refine("--norm", norm));
    assertTrue(printed.toString().contains(message), printed::toString);
    assertFalse(Files.exists(out));
  }

  @Test
  void missingFilesAndFoldersAreExitCode2() throws Exception {
    assertEquals(2, refine("--norm", "l2"));
    assertTrue(printed.toString().contains("in.csv' does not exist"), printed::toString);
    Files.writeString(in, "2\n1\n");
    out = folder.resolve("no/such/out.csv");
    assertEquals(2, refine("--norm", "l2"));
    assertTrue(printed.toString().contains("create it first"), printed::toString);
    out = folder;
    assertEquals(2, refine("--norm", "l2"));
    assertTrue(printed.toString().contains("is a folder"), printed::toString);
    assertEquals(2, refine("--norm", "l2", "--smoothing", "1.5"));
    assertTrue(printed.toString().contains("smoothing must be in [0, 1)"), printed::toString);
  }
}
