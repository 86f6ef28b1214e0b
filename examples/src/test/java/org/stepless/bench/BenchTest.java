package org.stepless.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.cli.Commands;
import org.stepless.cli.Commands.Outcome;
import org.stepless.methods.Methods;

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
        Commands.run("bench", "trackers", "--rows", 40_000, "--epochs", 2, "--repeat", 1);
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(8, lastNumber(outcome.out(), "motaps"), 0.1);
    assertEquals(0, lastNumber(outcome.out(), "sp"));
    assertTrue(lastNumber(outcome.out(), "ratio") > 0, outcome.out());
  }

  @ParameterizedTest
  @CsvSource({"java,plain Java", "nd4j,ND4J"})
  void perceptronsAreComparedWithSparks(String backend, String named) {
    Outcome outcome =
        Commands.run(
            "bench",
            "perceptron",
            "--input",
            "data/digits.libsvm.gz",
            "--hidden",
            "12,9",
            "--epochs",
            2,
            "--backend",
            backend,
            "--warm-up",
            0,
            "--repeat",
            1);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("layers [64, 12, 9, 10]"), outcome.out());
    assertTrue(outcome.out().contains("Stepless computed by " + named), outcome.out());
    String row = outcome.out().lines().filter(line -> line.startsWith("| 1 ")).findFirst().get();
    String[] words = row.replace("|", "").strip().split(" +");
    double[] losses = {number(words[1]), number(words[4]), number(words[7])};
    assertTrue(losses[0] > 0 && losses[0] < 0.1, row); // 30 epochs
    assertTrue(losses[1] > losses[0] && losses[1] > losses[2], row); // 2 epochs
    assertEquals("no", words[10], row);
    for (int accuracy : new int[] {2, 5, 8}) {
      assertTrue(number(words[accuracy]) > 0.5 && number(words[accuracy]) <= 1, row);
    }
  }

  private static double number(String word) {
    return Double.parseDouble(word);
  }

  @Test
  void networksAreComparedByRule(@TempDir Path folder) throws IOException {
    Path csv = folder.resolve("networks.csv"), page = folder.resolve("networks.html");
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
            2,
            "--output",
            csv,
            "--report",
            page);
    assertEquals(0, outcome.code(), outcome.err());
    List<String> rows = Files.readAllLines(csv);
    assertEquals("network,rule,loss,accuracy,seconds", rows.get(0));
    List<String> rules = List.of("prodigy", "adam(lr=0.01)");
    assertEquals(1 + rules.size(), rows.size());
    for (int i = 0; i < rules.size(); i++) {
      String[] cells = rows.get(i + 1).split(",");
      assertEquals("clicks", cells[0]);
      assertEquals(rules.get(i), cells[1]);
      assertTrue(number(cells[2]) > 0 && number(cells[2]) < 1, rows.get(i + 1));
      assertTrue(number(cells[3]) > 0 && number(cells[3]) <= 1, rows.get(i + 1));
      assertTrue(outcome.out().contains(" " + rules.get(i) + " |"), outcome.out());
      assertTrue(Files.readString(page).contains(rules.get(i)));
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
  void papersStandBesideThePublishedFigures(@TempDir Path folder) throws IOException {
    Path table = folder.resolve("papers.csv");
    Outcome outcome =
        Commands.run(
            "bench",
            "papers",
            "--data",
            Commands.DATA,
            "--seeds",
            2,
            "--epochs",
            30,
            "--output",
            table);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("not run, for want of a file: [dna, glass"), outcome.err());
    List<String> lines = Files.readAllLines(table);
    assertEquals(2, lines.size());
    assertTrue(lines.get(1).startsWith("iris,98.6 (0.00),98.3 (0.11),98.6,"), lines.get(1));
    String ours = lines.get(1).split(",")[4];
    assertEquals(98.6, Double.parseDouble(ours.split(" ")[0]), 1.5, ours);
  }

  @Test
  void suiteRanksRulesBesideTunedAdam(@TempDir Path folder) throws IOException {
    Outcome outcome =
        Commands.run(
            "bench",
            "suite",
            "--data",
            Commands.DATA,
            "--set",
            "iris",
            "--set",
            "breast_cancer",
            "--seeds",
            1,
            "--epochs",
            5,
            "--method",
            "prodigy",
            "--method",
            "sgd(lr=1e-9)",
            "--output",
            folder,
            "--report",
            folder.resolve("suite.html"),
            "--report-png");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(
        "rule,breast_cancer,iris", Files.readAllLines(folder.resolve("losses.csv")).get(0));
    List<String> ranks = Files.readAllLines(folder.resolve("ranks.csv"));
    assertEquals("sgd(lr=1e-9),3.0,0 of 2,0", ranks.get(3)); // it stays at the start
    assertEquals(1 + 8, Files.readAllLines(folder.resolve("adam.csv")).size());
    assertTrue(Files.size(folder.resolve("suite.html")) > 100_000);
    assertTrue(Files.exists(folder.resolve("suite-2.png")));
  }

  @Test
  void schedulesAreComparedAndRefined(@TempDir Path folder) throws IOException {
    Outcome outcome =
        Commands.run(
            "bench",
            "schedules",
            "--data",
            Commands.DATA,
            "--set",
            "breast_cancer",
            "--seeds",
            1,
            "--epochs",
            10,
            "--method",
            "prodigy",
            "--output",
            folder);
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = Files.readAllLines(folder.resolve("losses-1.csv"));
    assertEquals("set,constant,linear,cosine,step-wise,1/sqrt(t),refined", lines.get(0));
    for (String loss : lines.get(1).split(",", 2)[1].split(",")) {
      assertTrue(Double.parseDouble(loss) < 0.2, lines.get(1)); // a guess has 0.69
    }
  }

  @Test
  void kernelsAreMeasuredInBytes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("kernels.csv");
    Outcome outcome =
        Commands.run(
            "bench",
            "kernels",
            "--values",
            4000,
            "--columns",
            "10,40",
            "--coordinates",
            1000,
            "--repeat",
            1,
            "--warm-up",
            0,
            "--input",
            "data/digits.libsvm.gz",
            "--output",
            file);
    assertEquals(0, outcome.code(), outcome.err());
    Map<String, String[]> table = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int end = line.startsWith("\"") ? line.lastIndexOf('"') + 1 : line.indexOf(',');
      table.put(line.substring(0, end).replace("\"", ""), line.substring(end).split(","));
    }
    Map<String, Integer> expected =
        Map.of(
            "plain loop", 2 * 8 * 1000,
            "double 400 x 10", 8 * (4000 + 400 + 3 * 11),
            "float 100 x 40", 4 * 4000 + 8 * (100 + 3 * 41),
            "double 400 x 10, softmax of 10", 8 * (4000 + 400 + 3 * 110),
            "sgd", 8 * 3 * 1000,
            "adamw", 8 * 7 * 1000);
    expected.forEach((kernel, bytes) -> assertEquals("" + bytes, table.get(kernel)[1], kernel));
    assertTrue(table.keySet().containsAll(Methods.CATALOG.names()));
    assertTrue(table.containsKey("digits.libsvm.gz, batches of 64"), table.toString());
    for (String[] row : table.values()) {
      if (row.length == 6 && !row[1].equals("bytes")) {
        double rate = Double.parseDouble(row[1]) / Double.parseDouble(row[2]);
        assertEquals(rate, Double.parseDouble(row[3]), 1e-9 * rate);
        double share = Double.parseDouble(row[5]);
        assertEquals(rate / Double.parseDouble(row[4]), share, 1e-9 * share);
      }
    }
  }

  @Test
  void sparksEstimatorsRaceToTheSameObjective(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("spark.csv"), page = folder.resolve("spark.html");
    Outcome outcome =
        Commands.run(
            "bench",
            "spark",
            "--data",
            Commands.DATA,
            "--set",
            "breast_cancer",
            "--task",
            "logistic,linear,svc",
            "--max-epochs",
            7,
            "--max-iterations",
            5,
            "--warm-up",
            0,
            "--repeat",
            1,
            "--output",
            file,
            "--report",
            page);
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = Files.readAllLines(file);
    // Stepless, Spark (two solvers of linear regression) and two of MLlib, in three tasks.
    assertEquals(1 + 4 + 5 + 4, lines.size(), String.join("\n", lines));
    String normal =
        lines.stream().filter(line -> line.contains("normal")).findFirst().orElseThrow();
    assertTrue(normal.contains("1 / 1 / 1"), normal); // it solves the equations
    assertTrue(outcome.out().contains("LinearSVC, time over that of Stepless"), outcome.out());
    assertTrue(Files.readString(page).contains("breast_cancer, linear regression"));
    List<String> progress = outcome.err().lines().filter(line -> line.contains(" s  ")).toList();
    assertEquals(3, progress.size(), outcome.err());
    for (String line : progress) {
      String[] ratios = line.split(" s  ", 2)[1].split("; ");
      assertTrue(ratios.length >= 3, line);
      for (String ratio : ratios) {
        assertTrue(
            ratio.matches(
                "coefficients \\de-\\d\\d|.* (neither|only Stepless|[0-9.]{5}|[0-9.]{5}e.\\d\\d)"),
            ratio);
      }
    }
  }

  /** All minimise the same objective: Spark's comes as near to the optimum as Stepless does. */
  @Test
  void elasticNetsRace(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("net.csv");
    Outcome outcome =
        Commands.run(
            "bench",
            "spark",
            "--data",
            Commands.DATA,
            "--set",
            "breast_cancer",
            "--reg",
            0.02,
            "--elastic-net",
            0.5,
            "--max-epochs",
            7,
            "--warm-up",
            0,
            "--repeat",
            1,
            "--output",
            file);
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = Files.readAllLines(file);
    assertEquals(1 + 2, lines.size(), String.join("\n", lines));
    assertTrue(lines.get(1).contains("breast_cancer, reg 0.02, L1 0.5"), lines.get(1));
    assertFalse(String.join(" ", lines).contains("not reached"), lines.toString());
  }

  @Test
  void drawnRowsRaceAsWell() {
    Outcome outcome =
        Commands.run(
            "bench",
            "spark",
            "--synthetic",
            "sparse",
            "--rows",
            2000,
            "--features",
            500,
            "--no-mllib",
            "--max-epochs",
            5,
            "--max-iterations",
            5,
            "--warm-up",
            0,
            "--repeat",
            1);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("| sparse 2,000 x 500 |"), outcome.out());
  }

  @Test
  void wrongSizesAreNamed() {
    assertTrue(Commands.run("bench", "kernels", "--columns", "10,0").err().contains("--columns"));
    assertTrue(Commands.run("bench", "kernels", "--warm-up", -1).err().contains("--warm-up"));
    assertTrue(Commands.run("bench", "trackers", "--rows", 0).err().contains("--rows"));
    assertTrue(Commands.run("bench", "spark", "--rows", 5).err().contains("--synthetic"));
    assertTrue(Commands.run("bench", "spark", "--elastic-net", 1).err().contains("add --reg"));
    assertTrue(Commands.run("bench", "spark", "--reg", -1).err().contains("--reg must be"));
    Outcome svc = Commands.run("bench", "spark", "--reg", 1, "--task", "svc");
    assertTrue(svc.err().contains("--task logistic"), svc.err());
    assertTrue(Commands.run("bench", "suite", "--seeds", 0).err().contains("--seeds"));
    Outcome unknown = Commands.run("bench", "suite", "--data", Commands.DATA, "--set", "a10a");
    assertTrue(unknown.err().contains("breast_cancer, digits, iris"), unknown.err());
    Outcome lost = Commands.run("bench", "suite", "--report", "no/such/folder/page.html");
    assertTrue(lost.err().contains("no/such/folder"), lost.err());
    assertTrue(Commands.run("bench", "rounds", "--fraction", 2).err().contains("--fraction"));
    Outcome perceptron =
        Commands.run("bench", "perceptron", "--input", "data/iris.csv", "--holdout", 1);
    assertTrue(perceptron.err().contains("--holdout"), perceptron.err());
    Outcome backend =
        Commands.run("bench", "perceptron", "--input", "data/iris.csv", "--backend", "cuda");
    assertEquals(2, backend.code());
    assertTrue(backend.err().contains("java or nd4j, was 'cuda'"), backend.err());
    String hidden = "--hidden";
    Outcome units = Commands.run("bench", "perceptron", "--input", "data/iris.csv", hidden, "8,0");
    assertTrue(units.err().contains("--hidden must be at least 1, was 0"), units.err());
    Outcome epochs = Commands.run("bench", "networks", "--epochs", 0);
    assertTrue(epochs.err().contains("--epochs"), epochs.err());
    Outcome iris = Commands.run("bench", "polyak", "--input", "data/iris.csv", "--epochs", 1);
    assertEquals(2, iris.code());
    assertTrue(iris.err().contains("3 classes"), iris.err());
  }

  /** What would be found out at the end of the work is said before it. */
  @Test
  void wrongRulesAndOutputsEndBeforeTheWork() {
    for (String bench : List.of("spark", "papers", "kernels", "networks")) {
      Outcome lost = Commands.run("bench", bench, "--output", "no/t.csv");
      assertEquals(2, lost.code(), bench);
      assertTrue(lost.err().contains("--output no/t.csv: folder"), lost.err());
      assertEquals("", lost.out(), bench);
    }
    Object[][] commands = {
      {"kernels", "--rule", "prodigi"},
      {"polyak", "--input", CANCER, "--method", "prodigi"},
      {"perceptron", "--input", "data/iris.csv", "--optimizer", "prodigi"},
    };
    for (Object[] command : commands) {
      List<Object> words = new ArrayList<>(List.of("bench"));
      words.addAll(List.of(command));
      Outcome unknown = Commands.run(words.toArray());
      assertEquals(2, unknown.code(), unknown.err());
      assertTrue(unknown.err().contains("'prodigi'"), unknown.err());
      assertEquals("", unknown.out(), unknown.out());
    }
  }
}
