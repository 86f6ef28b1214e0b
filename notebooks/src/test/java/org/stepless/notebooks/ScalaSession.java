package org.stepless.notebooks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import scala.Console;
import scala.tools.nsc.Settings;
import scala.tools.nsc.interpreter.IMain;
import scala.tools.nsc.interpreter.Results;
import scala.tools.nsc.interpreter.shell.ReplReporterImpl;

/**
 * Scala's own interpreter beside a Spark session of its own, set up as in Spark's shell: cells are
 * compiled to classes in a folder from which Spark's tasks load them. Predefined is {@code spark},
 * and what the format's environment defines beside it. One at a time.
 */
final class ScalaSession implements AutoCloseable {
  private final Format format;
  private final Environment environment = new Environment();
  private final StringWriter messages = new StringWriter();
  private final ClassLoader loaderBefore = Thread.currentThread().getContextClassLoader();
  private final SparkSession spark;
  private final IMain interpreter;

  /**
   * @param folder for files of the session, classes among them
   * @param data value of {@code spark.stepless.data}
   */
  ScalaSession(Format format, Path folder, Path data) throws IOException {
    this.format = format;
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Settings settings = new Settings();
    settings.processArgumentString(
        "-usejavacp -deprecation -Yrepl-class-based -Yrepl-outdir " + classes);
    ReplReporterImpl reporter = new ReplReporterImpl(settings, new PrintWriter(messages, true));
    reporter.printResults_$eq(false);
    interpreter = new IMain(settings, reporter);
    interpreter.initializeCompiler();
    Thread.currentThread().setContextClassLoader(interpreter.classLoader());
    spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("notebook")
            .config("spark.repl.class.outputDir", classes.toString())
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .config("spark.stepless.data", data.toString())
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    define("session", SparkSession.class, spark);
    run("@transient val spark = session");
    define("environment", Environment.class, environment);
    switch (format) {
      case DATABRICKS -> run("import environment.displayHTML");
      case JUPYTER -> run("@transient val kernel = environment");
      case ZEPPELIN -> {} // Zeppelin looks at what is printed.
    }
  }

  private void define(String name, Class<?> type, Object value) {
    interpreter.bind(name, type.getName(), value, list("@transient"));
  }

  private static scala.collection.immutable.List<String> list(String value) {
    return scala.collection.immutable.List$.MODULE$.<String>empty().$colon$colon(value);
  }

  /**
   * Runs a cell.
   *
   * @return what it gave out
   * @throws CellFailedException if it does not compile, or only with a warning, or if it throws
   */
  List<Output> run(String cell) {
    messages.getBuffer().setLength(0);
    Results.Result result =
        Console.withOut(environment.printed(), () -> interpreter.interpret(cell));
    List<Output> outputs = environment.take(format == Format.ZEPPELIN);
    if (result != Results.Success$.MODULE$ || !messages.toString().isBlank()) {
      throw new CellFailedException(cell, result + "\n" + messages);
    }
    return outputs;
  }

  /** The value of a name that a cell defined. */
  Object value(String name) {
    return interpreter
        .valueOfTerm(name)
        .getOrElse(
            () -> {
              throw new NoSuchElementException("no cell defines '" + name + "'");
            });
  }

  /** The values of Scala expressions, as numbers. */
  double[] numbers(List<String> expressions) {
    String array =
        expressions.stream().collect(Collectors.joining(").toDouble, (", "(", ").toDouble"));
    run("val expressionsValues = Array[Double](" + array + ")");
    return (double[]) value("expressionsValues");
  }

  @Override
  public void close() {
    try {
      spark.stop();
      interpreter.close();
    } finally {
      Thread.currentThread().setContextClassLoader(loaderBefore);
    }
  }
}
