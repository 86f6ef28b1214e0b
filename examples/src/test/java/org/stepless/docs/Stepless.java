package org.stepless.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.stepless.bench.BenchCommand;
import org.stepless.cli.ExampleCommand;
import org.stepless.cli.Main;
import org.stepless.cli.RefineCommand;
import org.stepless.cli.ReplayCommand;
import org.stepless.cli.TrainCommand;
import picocli.CommandLine;

/**
 * Runs the {@code ./stepless} commands of a page in this process.
 *
 * @param folder where the files lie that the commands write, and later ones read
 */
record Stepless(Path folder) {
  /** What a page shows of a command that is refused begins with this. */
  static final String REFUSAL = "stepless: ";

  private static final Set<String> PATHS =
      Set.of("--input", "--test-input", "--output", "--history", "--report", "--checkpoint-dir");
  private static final String FILE = "file:";

  /**
   * Whether a command can only be parsed: a benchmark takes minutes, and addresses of a cluster,
   * absolute paths and names in capitals are the reader's own.
   */
  static boolean isOnlyParsed(List<String> arguments) {
    return arguments.get(0).equals("bench")
        || arguments.stream().anyMatch(word -> word.matches(".*://.*|/.*|[A-Z]+"));
  }

  /** The help on a command. */
  static String help(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.add("--help");
    return print(0, words);
  }

  /** Fails unless picocli knows the command, its options and the form of their values. */
  static void parse(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    words.removeIf("..."::equals);
    Object command =
        switch (words.remove(0)) {
          case "train" -> new TrainCommand();
          case "replay" -> new ReplayCommand();
          case "refine" -> new RefineCommand();
          case "example" -> new ExampleCommand();
          case "bench" -> new BenchCommand();
          default -> throw new AssertionError("unknown command: " + arguments);
        };
    // A run with --help would not do: with it picocli lets unknown options pass.
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(words.toArray(String[]::new));
  }

  /**
   * Runs a command.
   *
   * @return what a terminal shows
   */
  String run(List<String> arguments, boolean refused) {
    List<String> words = new ArrayList<>();
    String before = "";
    for (String word : arguments) {
      words.add(place(before, word));
      before = word;
    }
    return print(refused ? 2 : 0, words).replace(folder + "/", "").replace(Page.ROOT + "/", "");
  }

  /** A word as it has to be where the working folder is another one than the reader's. */
  private String place(String before, String word) {
    if (word.startsWith(FILE)) {
      return FILE + folder.resolve(word.substring(FILE.length()));
    }
    if (word.contains("/") && Files.exists(Page.ROOT.resolve(word))) {
      return Page.ROOT.resolve(word).toString();
    }
    boolean file = PATHS.contains(before) || word.matches("[\\w/-]+\\.[a-z]\\w*");
    return file ? folder.resolve(word).toString() : word;
  }

  private static String print(int expected, List<String> words) {
    PrintStream before = System.out;
    String home = System.getProperty("stepless.home");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(out); // to which the examples print
    System.setProperty("stepless.home", Page.ROOT.toString());
    try {
      int code = Main.run(out, out, words.toArray(String[]::new));
      String text = bytes.toString(StandardCharsets.UTF_8);
      assertEquals(expected, code, () -> "exit code of " + words + "\n" + text);
      return text;
    } finally {
      System.setOut(before);
      if (home == null) {
        System.clearProperty("stepless.home");
      } else {
        System.setProperty("stepless.home", home);
      }
    }
  }
}
