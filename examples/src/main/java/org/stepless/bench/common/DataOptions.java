package org.stepless.bench.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.stepless.cli.input.ClassFile;
import org.stepless.cli.input.UserError;
import picocli.CommandLine.Option;

/** The data sets of a benchmark: the files of a folder. */
public final class DataOptions {
  private static final String SHIPPED = "examples/data";

  /** What lies beside data. */
  private static final String OTHER = ".*\\.(md|py|txt|html|json|png)";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of LIBSVM or CSV files of classes (default: the sets shipped).")
  private Path folder;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      description = "Only this set of the folder, such as a9a; may be repeated.")
  private List<String> names = List.of();

  /** The files, by name. */
  public List<Path> files() throws IOException {
    Path where = folder == null ? shipped() : folder;
    if (!Files.isDirectory(where)) {
      throw new UserError("--data %s is no folder; name one with data files".formatted(where));
    }
    List<Path> all = list(where);
    for (String name : names) {
      if (all.stream().noneMatch(file -> name(file).equals(name))) {
        throw new UserError(
            "--set %s: not among the sets of %s: %s"
                .formatted(name, where, all.stream().map(DataOptions::name).toList()));
      }
    }
    List<Path> chosen =
        all.stream().filter(file -> names.isEmpty() || names.contains(name(file))).toList();
    if (chosen.isEmpty()) {
      throw new UserError("--data %s holds no data files".formatted(where));
    }
    return chosen;
  }

  /** The shipped files, where they are, for an experiment that may need one of them. */
  public List<Path> shippedBeside() throws IOException {
    return folder == null || System.getProperty("stepless.home") == null
        ? List.of()
        : list(shipped());
  }

  /** What a benchmark does with a data set. */
  @FunctionalInterface
  public interface Work {
    void run(ClassSet set) throws IOException, InterruptedException;
  }

  /** Does the work with every file, and prints how long that took. */
  public static void forEach(List<Path> files, Benchmark bench, SparkSession spark, Work work)
      throws IOException, InterruptedException {
    for (Path file : files) {
      bench.timed(name(file), () -> work.run(read(spark, file)));
    }
  }

  /** Reads a file in one piece. */
  public static ClassSet read(SparkSession spark, Path file) {
    return ClassSet.read(spark, "--data", file.toString(), 1);
  }

  /** The name of the set that a file holds. */
  public static String name(Path file) {
    return ClassFile.nameOf(file.toString());
  }

  /** The files that ship with the project. */
  private static Path shipped() {
    String home = System.getProperty("stepless.home");
    if (home == null) {
      throw new UserError("--data is missing; name a folder with data files");
    }
    return Path.of(home, SHIPPED);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().matches("[._].*|" + OTHER))
          .sorted()
          .toList();
    }
  }
}
