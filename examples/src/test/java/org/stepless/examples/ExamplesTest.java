package org.stepless.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepless.cli.Commands;

/** Every example runs as the README has it, and what it prints is right. */
class ExamplesTest {
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+\\.[0-9]+(E-?[0-9]+)?");
  private static String home;

  @BeforeAll
  static void findTheShippedData() {
    home = System.setProperty("stepless.home", "..");
  }

  @AfterAll
  static void restore() {
    if (home == null) {
      System.clearProperty("stepless.home");
    } else {
      System.setProperty("stepless.home", home);
    }
  }

  /** The lines that an example prints. */
  private static List<String> run(String... words) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      List<String> command = new ArrayList<>(List.of("example"));
      command.addAll(List.of(words));
      Commands.Outcome outcome = Commands.run(command.toArray());
      assertEquals(0, outcome.code(), outcome::err);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static List<Double> numbers(String line) {
    List<Double> found = new ArrayList<>();
    for (Matcher matcher = NUMBER.matcher(line); matcher.find(); ) {
      found.add(Double.valueOf(matcher.group()));
    }
    return found;
  }

  @Test
  void crossValidation() {
    List<Double> areas =
        run("cross-validation").stream()
            .filter(line -> line.startsWith("0."))
            .map(line -> numbers(line).get(0))
            .toList();
    assertEquals(4, areas.size());
    areas.forEach(area -> assertTrue(area > 0.98, "" + area));
  }

  /** The first day's model is nearer to what is to be learnt than nothing is. */
  @Test
  void warmStart() {
    List<String> lines = run("warm-start");
    assertEquals(3, lines.size());
    double warm = numbers(lines.get(1)).get(0), cold = numbers(lines.get(2)).get(0);
    assertTrue(warm < 0.5 * cold, lines::toString);
  }

  @Test
  void checkpoint() {
    List<String> lines = run("checkpoint");
    assertEquals("ended: the lights went out in epoch 13", lines.get(0));
    assertTrue(lines.get(1).endsWith("resumed after step 570"), lines.get(1)); // 10 epochs of 57
    assertEquals("the same model as without the power cut: true", lines.get(2));
  }

  @Test
  void liveHistory(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("history.jsonl");
    List<String> lines = run("live-history", "../examples/data/digits.libsvm.gz", file.toString());
    assertEquals(3, lines.stream().filter(line -> line.startsWith("epoch ")).count());
    ObjectMapper json = new ObjectMapper();
    int epochs = 0;
    for (String line : Files.readAllLines(file)) {
      JsonNode event = json.readTree(line);
      epochs += event.get("event").asText().equals("epoch") ? 1 : 0;
    }
    assertEquals(30, epochs);
  }

  /** The rule that needs no step size comes lower than any of the step sizes tried. */
  @Test
  void gradientDescent() {
    List<Double> losses =
        run("gradient-descent").stream()
            .map(line -> numbers(line).get(numbers(line).size() - 1))
            .toList();
    double prodigy = losses.get(losses.size() - 1);
    losses.subList(0, losses.size() - 1).forEach(other -> assertTrue(prodigy < other, "" + losses));
  }

  @Test
  void customRule() {
    String line = run("custom-rule").get(0);
    assertTrue(line.startsWith("org.stepless.examples.custom.CoinBetting: "), line);
    assertTrue(numbers(line).get(0) < 0.1, line); // 2.3 of a guess among ten digits
  }

  @Test
  void customLoss() {
    assertEquals(3, run("custom-loss").size());
  }

  @Test
  void mllibAndTrackersAreThere() {
    assertTrue(numbers(run("mllib").get(0)).get(0) > 0.94);
    Commands.Outcome list = Commands.run("example");
    assertTrue(list.out().contains("mislabelled-rows"), list.out());
    Commands.Outcome wrong = Commands.run("example", "hello");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("unknown example 'hello'; there are cross-validation, "));
  }
}
