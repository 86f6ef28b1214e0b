package org.stepless.bench.common;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.Sessions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Machine;
import org.stepless.cli.report.Report;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What every benchmark has, as a mixin of its command: a Spark session, lines about the machine and
 * the progress, and at the end its page.
 */
public final class Benchmark {

  /** What a benchmark does with its session. */
  @FunctionalInterface
  public interface Work {
    void run(SparkSession spark) throws IOException, InterruptedException;
  }

  /** A part of a benchmark, such as one data set. */
  @FunctionalInterface
  public interface Part {
    void run() throws IOException, InterruptedException;
  }

  @Mixin private SparkOptions spark;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Standard output, for results. */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Standard error, for all else. */
  public PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** Does the work with a session that ends with it. */
  public void run(Work work) throws IOException, InterruptedException {
    try (Sessions session = spark.open("bench " + command.name())) {
      work.run(session.spark());
    }
  }

  /** Likewise; then adds the machine to the page and writes it where it is wanted. */
  public void run(ReportOptions report, Report page, Work work)
      throws IOException, InterruptedException {
    run(
        session -> {
          work.run(session);
          page.facts(Machine.facts(session.sparkContext()));
        });
    report.save(() -> page, err());
  }

  /**
   * Prints what the figures are taken on.
   *
   * @param context null where Spark takes no part
   */
  public void printMachine(SparkContext context) {
    out().println(Machine.describe(context));
  }

  /** Runs a part, and prints how long it took. */
  public void timed(String name, Part part) throws IOException, InterruptedException {
    timed(name, part, () -> "");
  }

  /**
   * Likewise.
   *
   * @param remark to print beside the time
   */
  public void timed(String name, Part part, Supplier<String> remark)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    part.run();
    double seconds = (System.nanoTime() - start) * 1e-9;
    String line = String.format(Locale.ROOT, "%-48s %6.1f s  %s", name, seconds, remark.get());
    err().println(line.stripTrailing());
  }
}
