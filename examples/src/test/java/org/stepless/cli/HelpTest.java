package org.stepless.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.cli.Commands.Outcome;
import org.stepless.cli.input.InputFormat;
import org.stepless.plan.RunMode;
import org.stepless.spark.rows.FeatureCoordinates;

/** What {@code --help} prints. */
class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "train",
        "replay",
        "refine",
        "example",
        "bench",
        "bench spark",
        "bench papers",
        "bench suite",
        "bench schedules",
        "bench rounds",
        "bench kernels",
        "bench polyak",
        "bench perceptron",
        "bench networks",
        "bench trackers"
      })
  void isPrintedWithoutAWarning(String command) {
    PrintStream standard = System.err;
    ByteArrayOutputStream warnings = new ByteArrayOutputStream();
    System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
    Outcome outcome;
    try {
      outcome = Commands.run((Object[]) (command + " --help").strip().split(" "));
    } finally {
      System.setErr(standard);
    }
    assertEquals(0, outcome.code());
    assertEquals("", outcome.err());
    String printed = warnings.toString(StandardCharsets.UTF_8);
    assertEquals(List.of(), printed.lines().filter(line -> line.contains("picocli")).toList());
    assertTrue(outcome.out().startsWith("Usage: stepless"), outcome.out());
    assertTrue(outcome.out().replaceAll("\\s+", "").length() > 100, outcome.out());
    assertTrue(!outcome.out().contains("%%"), outcome.out());
  }

  @Test
  void percentSignsStay() {
    assertTrue(help("bench", "spark").contains("0.01 and 0.0001 % of the optimum"));
    assertTrue(help("bench", "papers").contains("60, 80 and 95 % of the run"));
    assertTrue(help("train").contains("20 % held out"));
  }

  @Test
  void optionsListAllTheirValues() {
    String train = help("train");
    String modes =
        Arrays.stream(RunMode.values()).map(RunMode::text).collect(Collectors.joining("|"));
    assertTrue(train.contains("--mode=" + modes + " "), train);
    String coordinates =
        Arrays.stream(FeatureCoordinates.values())
            .map(FeatureCoordinates::text)
            .collect(Collectors.joining("|"));
    assertTrue(train.contains("--coordinates=" + coordinates + " "), train);
    assertTrue(help("bench", "suite").contains("--coordinates=" + coordinates + " "));
    String formats =
        Arrays.stream(InputFormat.values())
            .map(format -> format.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("|"));
    assertTrue(train.contains("--format=" + formats + " "), train);
  }

  /** In one line. */
  private static String help(String... command) {
    Object[] words = Arrays.copyOf(command, command.length + 1, Object[].class);
    words[command.length] = "--help";
    return Commands.run(words).out().replaceAll("\\s+", " ");
  }
}
