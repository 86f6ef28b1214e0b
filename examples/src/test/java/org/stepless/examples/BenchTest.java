package org.stepless.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepless.examples.Commands.Outcome;

/** The benchmarks on sizes that take seconds: what they print has the promised form. */
class BenchTest {
  private static final Path CANCER = Commands.DATA.resolve("breast_cancer.csv.gz");

  private static double lastNumber(String text, String line) {
    String found = text.lines().filter(one -> one.startsWith(line)).findFirst().orElseThrow();
    String[] words = found.strip().split(" +");
    return Double.parseDouble(words[words.length - 1]);
  }

  @Test
  void roundsAreComparedWithSparks() {
    Outcome outcome =
        Commands.run(
            "bench", "rounds", "--rows", 2000, "--features", 5, "--fraction", 0.1, "--repeat", 1);
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(1, lastNumber(outcome.out(), "empty job"));
    assertTrue(lastNumber(outcome.out(), "Stepless, synchronous step") > 0, outcome.out());
    assertTrue(lastNumber(outcome.out(), "Spark's ml LogisticRegression") > 0, outcome.out());
  }

  @Test
  void localRoundsAreComparedWithOnePartition() {
    Outcome outcome =
        Commands.run("bench", "rounds", "--input", "data/digits.libsvm.gz", "--epochs", 2);
    assertEquals(0, outcome.code(), outcome.err());
    for (String mode : List.of("mode single", "mode local")) {
      assertTrue(outcome.out().contains(mode), outcome.out());
    }
  }

  @Test
  void trackersTakeEightBytesARow() {
    Outcome outcome =
        Commands.run("bench", "trackers", "--rows", 20_000, "--epochs", 2, "--repeat", 1);
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(8, lastNumber(outcome.out(), "motaps"), 0.1);
    assertEquals(0, lastNumber(outcome.out(), "sp"));
    assertTrue(lastNumber(outcome.out(), "ratio") > 0, outcome.out());
  }

  @Test
  void networksAreComparedByRule() {
    Outcome outcome =
        Commands.run(
            "bench",
            "networks",
            "--network",
            "clicks",
            "--rule",
            "prodigy",
            "--rule",
            "adam(lr=0.01)",
            "--rows",
            200,
            "--epochs",
            2);
    assertEquals(0, outcome.code(), outcome.err());
    for (String rule : List.of("prodigy", "adam(lr=0.01)")) {
      String line =
          outcome.out().lines().filter(l -> l.startsWith("clicks       " + rule)).findFirst().get();
      assertTrue(lastNumber(outcome.out(), line) > 0, line);
    }
    Outcome wrong = Commands.run("bench", "networks", "--network", "vgg");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("must be one of cnn, gru, transformer, clicks, was 'vgg'"));
  }

  @Test
  void polyakWritesTablesAndPlots(@TempDir Path folder) throws IOException {
    Outcome outcome =
        Commands.run(
            "bench",
            "polyak",
            "--input",
            CANCER,
            "--epochs",
            3,
            "--output",
            folder,
            "--method",
            "motaps",
            "--method",
            "prodigy");
    assertEquals(0, outcome.code(), outcome.err());
    List<String> table = Files.readAllLines(folder.resolve("breast_cancer.csv"));
    assertEquals("method,epoch,suboptimality,gradientNorm", table.get(0));
    assertEquals(1 + 2 * 3, table.size());
    assertTrue(Double.parseDouble(table.get(3).split(",")[2]) > 0, table.get(3));
    assertTrue(ImageIO.read(folder.resolve("breast_cancer.png").toFile()).getWidth() > 500);
  }

  @Test
  void wrongSizesAreNamed() {
    assertTrue(Commands.run("bench", "trackers", "--rows", 0).err().contains("--rows"));
    assertTrue(Commands.run("bench", "rounds", "--fraction", 2).err().contains("--fraction"));
    Outcome iris = Commands.run("bench", "polyak", "--input", "data/iris.csv", "--epochs", 1);
    assertEquals(2, iris.code());
    assertTrue(iris.err().contains("3 classes"), iris.err());
  }
}
