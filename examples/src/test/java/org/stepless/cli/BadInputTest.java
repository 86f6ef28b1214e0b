package org.stepless.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is said in one line, with exit code 2, before anything is trained or written. */
class BadInputTest {
  private static final String GOOD = "0 1:1 2:2\n1 1:2 2:1\n".repeat(20);

  @TempDir Path folder;

  private void fails(Commands.Outcome outcome, String... parts) {
    assertEquals(2, outcome.code(), outcome.err());
    assertEquals("", outcome.out());
    List<String> lines = outcome.err().strip().lines().toList();
    String message = lines.get(lines.size() - 1);
    assertTrue(message.startsWith("stepless: "), message);
    assertFalse(outcome.err().contains("\tat "), outcome.err());
    for (String part : parts) {
      assertTrue(message.contains(part), message + "\nlacks: " + part);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "a.libsvm | 0 1:1 ~1 1:2 x | line 2 | 'x' is not index:value | write label index:value",
        "b.libsvm | 0 1:1 ~~# rest~one 1:2 | line 4 | label 'one' is not a number | starts with",
        "c.libsvm | 0 1:1 ~1 0:2 | line 2 | feature index '0' | count features from 1",
        "d.libsvm | 0 1:1 ~1 2:2 1:3 | line 2 | feature index 1 stands after 2 | sort",
        "e.libsvm | 0 1:1 ~1 7:NaN | line 2 | feature 7 is NaN | fill the value",
        "f.libsvm | 0 1:1 ~1 7:inf | line 2 | feature 7 is Infinity | fill the value",
        "g.libsvm | 0 1:1 ~1 7:a,b | line 2 | feature 7 holds 'a,b' | no number",
        "h.libsvm | 0 1:1 ~nan 7:1 | line 2 | label is NaN | correct the label",
        "i.libsvm.gz | 0 1:1 ~1 99999999999:1 | line 2 | '99999999999' | from 1 to 2147483647",
        "j.libsvm | 3 1:1 ~3 1:2 | all labels are 3 | classifier | two classes",
        "k.libsvm | '' | no rows | k.libsvm | give a file with data",
        "l.libsvm | '~# nothing~' | no rows | l.libsvm | give a file with data",
        "m.csv | a,label~1,0~,1 | line 3 | column 'a' is empty | fill the value",
        "n.csv | a,label~1,0~red,1 | line 3 | column 'a' holds 'red' | --ignore-cols",
        "o.csv | a,label~1,0~2 | line 3 | 1 fields where the header has 2 | quote fields",
        "p.csv | a,label~1,0~NaN,1 | line 3 | column 'a' is NaN | remove the row",
        "q.csv | a,b~1,0~2,1 | no label column 'label' | a, b | --label-col",
        "r.csv | 1,2~1,0~2,1 | line 1 | '1,2' is no header | name the columns",
        "s.csv | a,a,label~1,2,0 | two columns | 'a' | rename",
        "t.csv | a,label~1,0~2,? | line 3 | column 'label', the label, is empty | fill",
        "u.csv | label~1~0 | no feature column | 'label' | add one",
        "v | hello | format | 'hello' | --format libsvm, csv or parquet",
        "w.csv | a,label~1,'\"x' | line 2 | quote is not closed | span lines",
        "x.parquet | hello | cannot be read as Parquet | x.parquet | --format",
        "y.libsvm.gz | 0 1:1 ~-inf 1:2 | line 2 | label is -Infinity | remove the row",
      })
  void nameTheFileTheLineAndTheRemedy(
      String name, String text, String first, String second, String third) {
    Path file = Commands.write(folder, name, text == null ? "" : text.replace('~', '\n'));
    Path output = folder.resolve("out");
    fails(
        Commands.run("train", "--input", file, "--task", "multiclass", "--output", output),
        "--input " + file,
        first,
        second,
        third);
    assertFalse(Files.exists(output));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--epochs -1 | --epochs must be at least 1, or 0 to let Stepless choose, was -1",
        "--epochs many | '--epochs': 'many' is not an int",
        "--batch-size -1 | --batch-size must be at least 1, or 0 to let Stepless choose, was -1",
        "--reg-param NaN | --reg-param must be at least 0, finite, was NaN",
        "--tol -1 | --tol must be at least 0 and finite, was -1",
        "--holdout 1 | --holdout must be between 0 and 1, such as 0.2, was 1",
        "--holdout 0.000001 | --holdout 1.0E-6 of 40 rows leaves none to test",
        "--partitions -2 | --partitions must be at least 1, or 0 to leave the rows, was -2",
        "--aggregation-depth 0 | --aggregation-depth must be at least 1, was 0",
        "--checkpoint-interval 0 | --checkpoint-interval must be at least 1, was 0",
        "--optimizer prodgy | unknown optimizer 'prodgy'; known: ",
        "--optimizer prodigy(d0=-1) | d0 must be positive and finite, was -1",
        "--schedule liner | unknown schedule 'liner'; known: ",
        "--mode fast | 'fast'",
        "--task guess | expected one of [AUTO, BINARY, MULTICLASS, REGRESSION]",
        "--ignore-col x | Unknown option",
      })
  void nameTheOptionAndItsRange(String option, String message) {
    Path file = Commands.write(folder, "good.libsvm", GOOD);
    String[] words = option.split(" ", 2);
    fails(Commands.run("train", "--input", file, words[0], words[1]), message);
  }

  @Test
  void missingFile() {
    fails(
        Commands.run("train", "--input", folder.resolve("none.csv")),
        "--input " + folder.resolve("none.csv"),
        "no such file or folder",
        "check the path");
  }

  @Test
  void moreColumnsThanMemoryHas() {
    Path file = Commands.write(folder, "wide.libsvm", "0 1:1\n1 1000000000:1\n");
    fails(
        Commands.run("train", "--input", file),
        "1,000,000,000 features need at least",
        "GB of memory in this process, which has",
        "hash the features");
  }

  @Test
  void damagedArchive() {
    Path file = Commands.write(folder, "text.libsvm", GOOD);
    Path renamed = folder.resolve("text.gz");
    assertTrue(file.toFile().renameTo(renamed.toFile()));
    fails(Commands.run("train", "--input", renamed), "cannot be read", "is the file damaged");
  }

  @Test
  void taskThatDoesNotFitTheLabels() {
    Path three = Commands.write(folder, "three.libsvm", "0 1:1\n1 1:2\n2 1:3\n".repeat(9));
    fails(
        Commands.run("train", "--input", three, "--task", "binary"),
        "3 distinct labels, but --task binary needs 2; use --task multiclass");
    fails(
        Commands.run("train", "--input", Commands.DATA.resolve("iris.csv"), "--task", "regression"),
        "the label 'setosa' is not a number",
        "use --task multiclass");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      many.append(i).append(".5 1:1\n");
    }
    fails(
        Commands.run(
            "train",
            "--input",
            Commands.write(folder, "many.libsvm", many.toString()),
            "--task",
            "multiclass"),
        "more than 1000 distinct labels",
        "use --task regression");
  }

  @Test
  void testDataThatDoNotFitTheTrainingData() {
    Path train = Commands.write(folder, "train.libsvm", GOOD);
    Path label = Commands.write(folder, "label.libsvm", "0 1:1\n7 1:2\n");
    Path wide = Commands.write(folder, "wide.libsvm", "0 1:1\n1 9:2\n");
    fails(
        Commands.run("train", "--input", train, "--test-input", label),
        "--test-input " + label,
        "the label '7' does not occur in the training data (0, 1)");
    fails(
        Commands.run("train", "--input", train, "--test-input", wide),
        "--test-input " + wide,
        "a row with 9 features",
        "has 2");
    fails(
        Commands.run("train", "--input", train, "--test-input", wide, "--holdout", "0.5"),
        "--holdout and --test-input exclude each other");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void outputThatMustNotBeReplaced(boolean overwrite) throws IOException {
    Path train = Commands.write(folder, "train.libsvm", GOOD);
    Path output = Files.createDirectory(folder.resolve("precious"));
    Commands.write(output, "letters.txt", "do not lose");
    fails(
        overwrite
            ? Commands.run("train", "--input", train, "--output", output, "--overwrite")
            : Commands.run("train", "--input", train, "--output", output),
        "--output " + output,
        "choose another folder");
    assertTrue(Files.exists(output.resolve("letters.txt")));
  }

  @Test
  void outputThatCannotBeWritten() throws IOException {
    Path train = Commands.write(folder, "train.libsvm", GOOD);
    Path below = train.resolve("out");
    fails(
        Commands.run("train", "--input", train, "--output", below),
        "--output " + below,
        "cannot write there");
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(train), left.toList());
    }
  }

  @Test
  void checkpointFolderThatCannotBeWritten() {
    Path train = Commands.write(folder, "train.libsvm", "not read\n");
    Path below = train.resolve("checkpoints");
    fails(
        Commands.run("train", "--input", train, "--checkpoint-dir", below),
        "checkpoint folder '" + below + "' cannot be written",
        "choose another");
  }

  @Test
  void commandThatDoesNotExist() {
    fails(Commands.run("trian"), "trian", "--help");
    fails(Commands.run(), "no command given", "train");
  }

  @Test
  void debugAddsTheStackTrace() {
    Commands.Outcome outcome =
        Commands.run("train", "--input", folder.resolve("none.csv"), "--debug");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("\tat "), outcome.err());
  }
}
