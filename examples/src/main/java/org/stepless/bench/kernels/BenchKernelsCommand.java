package org.stepless.bench.kernels;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.stepless.bench.common.Benchmark;
import org.stepless.bench.common.ClassSet;
import org.stepless.bench.common.TableFile;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Machine;
import org.stepless.cli.report.Numbers;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import org.stepless.data.RowBlock;
import org.stepless.methods.Methods;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stepless bench kernels}: how near to the speed of memory the inner loops run. */
@Command(
    name = "kernels",
    description = {
      "Bandwidth of gradient passes and of every rule's update, beside a loop that copies an array.",
      "Bytes are those that the operation must move; the fastest of --repeat runs counts."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchKernelsCommand implements Callable<Integer> {
  private static final int SOFTMAX_CLASSES = 10;
  private static final int SPARSE_NON_ZEROS = 30, SPARSE_COLUMNS = 10_000;
  private static final int BATCH = 64;
  private static final String FORMAT = "%-38s %8.1f %9.2f %8.1f %8.0f%%  %s%n";

  @Option(
      names = "--values",
      paramLabel = "N",
      description = "Values of a block of dense rows (default: ${DEFAULT-VALUE}).")
  private int values = 50_000_000;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "N",
      description = "Columns of dense rows, one or several (default: ${DEFAULT-VALUE}).")
  private List<Integer> columns = List.of(100, 784);

  @Option(
      names = "--coordinates",
      paramLabel = "N",
      description = "Of the model that rules update, and of the copy (default: ${DEFAULT-VALUE}).")
  private int coordinates = 10_000_000;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description = "Only these rules, such as prodigy(d0=1e-5); may be repeated (default: all).")
  private List<String> rules = new ArrayList<>(Methods.CATALOG.names());

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = "Also a pass over this file of classes, in batches of 64 rows.")
  private List<String> inputs = List.of();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Runs of copy loop and kernel in turn (default: ${DEFAULT-VALUE}).")
  private int repeat = 9;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Time in which a kernel is compiled (default: ${DEFAULT-VALUE}).")
  private double warmUp = 1;

  @Mixin private TableFile output;
  @Mixin private ReportOptions report;
  @Mixin private Benchmark bench;

  private final Table table =
      new Table(
          "Kernels", "kernel", "bytes", "seconds", "bytesPerSecond", "copyBytesPerSecond", "share");

  @Override
  public Integer call() throws IOException, InterruptedException {
    SparkOptions.atLeast("--values", values, 1);
    columns.forEach(count -> SparkOptions.atLeast("--columns", count, 1));
    SparkOptions.atLeast("--coordinates", coordinates, 1);
    SparkOptions.atLeast("--repeat", repeat, 1);
    if (!(warmUp >= 0 && warmUp < Double.POSITIVE_INFINITY)) {
      throw new UserError("--warm-up must be at least 0 and finite, was " + warmUp);
    }
    rules.forEach(Methods::parse);
    output.check();
    report.check();
    List<ClassSet> files = read();
    bench.printMachine(null);
    bench
        .out()
        .printf(
            Locale.ROOT,
            "one thread; fastest of %d runs in turn with the copy loop of %,d doubles%n%n",
            repeat,
            coordinates);
    KernelBench kernels = new KernelBench(coordinates, repeat, warmUp);
    header("copy");
    print("plain loop", kernels.copy(false), "");
    print("System.arraycopy", kernels.copy(true), "");
    header("loss and gradient of a pass");
    for (int count : columns) {
      passes(kernels, count);
    }
    int sparseRows = Math.max(1, values / 5 / SPARSE_NON_ZEROS);
    RowBlock sparse = KernelBench.sparse(sparseRows, SPARSE_COLUMNS, SPARSE_NON_ZEROS);
    String name = "sparse %,d x %,d, %d a row";
    name = String.format(Locale.ROOT, name, sparseRows, SPARSE_COLUMNS, SPARSE_NON_ZEROS);
    print(name, kernels.pass(sparse, 2), sparse);
    for (int i = 0; i < inputs.size(); i++) {
      ClassSet set = files.get(i);
      name = Path.of(inputs.get(i)).getFileName() + ", batches of " + BATCH;
      print(name, kernels.batches(set.rows(), set.classes(), BATCH), set.rows());
    }
    header("step of a rule");
    for (String rule : rules) {
      Bandwidth large = kernels.steps(rule, coordinates);
      String remark = "%.0f bytes a coordinate, %.0f ns a step of 128";
      print(rule, large, remark, large.bytes() / coordinates, kernels.smallStepNanos(rule));
    }
    output.save(table);
    Report page = new Report("Kernels beside the copy loop").add(table).fact("repeat", repeat);
    report.save(() -> page.facts(Machine.facts(null)), bench.err());
    return 0;
  }

  private void passes(KernelBench kernels, int count) {
    int rows = Math.max(1, values / count);
    for (boolean single : new boolean[] {false, true}) {
      RowBlock block = KernelBench.dense(rows, count, single);
      String type = single ? "float" : "double";
      String name = String.format(Locale.ROOT, "%s %,d x %d", type, rows, count);
      print(name, kernels.pass(block, 2), block);
      print(name + ", softmax of 10", kernels.pass(block, SOFTMAX_CLASSES), block);
    }
  }

  /** The files as blocks; Spark is gone before anything is timed. */
  private List<ClassSet> read() throws IOException, InterruptedException {
    List<ClassSet> sets = new ArrayList<>();
    if (!inputs.isEmpty()) {
      bench.run(
          spark -> inputs.forEach(path -> sets.add(ClassSet.read(spark, "--input", path, 0))));
    }
    return sets;
  }

  private void header(String what) {
    PrintWriter out = bench.out();
    out.printf("%n%-38s %8s %9s %8s %9s%n", what, "MB", "ms", "GB/s", "of copy");
  }

  private void print(String kernel, Bandwidth measured, RowBlock rows) {
    double millions = rows.storedValues() / measured.seconds() * 1e-6;
    print(kernel, measured, "%,.0f million stored values/s", millions);
  }

  private void print(String kernel, Bandwidth measured, String remark, Object... numbers) {
    PrintWriter out = bench.out();
    out.printf(
        Locale.ROOT,
        FORMAT,
        kernel,
        measured.bytes() * 1e-6,
        measured.seconds() * 1e3,
        measured.rate() * 1e-9,
        100 * measured.share(),
        String.format(Locale.ROOT, remark, numbers));
    out.flush();
    table.add(
        kernel,
        Numbers.text("%.0f", measured.bytes()),
        String.valueOf(measured.seconds()),
        String.valueOf(measured.rate()),
        String.valueOf(measured.copyBytesPerSecond()),
        String.valueOf(measured.share()));
  }
}
