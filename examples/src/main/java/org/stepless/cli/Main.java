package org.stepless.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.stepless.bench.BenchCommand;
import org.stepless.cli.report.Versions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code stepless}, embedded ({@code ./stepless train ...}) and under {@code
 * spark-submit --class org.stepless.cli.Main}. Results go to standard output, everything else to
 * standard error. Exit codes: 0 done, 1 failed, 2 the user can put it right.
 */
@Command(
    name = "stepless",
    description = "Trains models on Apache Spark without a learning rate to tune.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces (or set STEPLESS_DEBUG=1).")
  private boolean debug;

  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs a command; ends the process if its exit code is not 0. */
  public static void main(String[] args) {
    int code = run(System.out, System.err, args);
    System.out.flush();
    if (code != 0 || Boolean.getBoolean("stepless.embedded")) {
      System.exit(code);
    }
  }

  /**
   * Runs a command inside this process.
   *
   * @return the exit code
   */
  public static int run(PrintStream out, PrintStream err, String... args) {
    Main main = new Main();
    boolean debugging = System.getenv("STEPLESS_DEBUG") != null;
    return new CommandLine(main)
        .addSubcommand(new TrainCommand())
        .addSubcommand(new ReplayCommand())
        .addSubcommand(new RefineCommand())
        .addSubcommand(new BenchCommand())
        .addSubcommand(new ExampleCommand())
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((e, arguments) -> Failures.reportUsage(e))
        .setExecutionExceptionHandler(
            (e, command, result) -> Failures.report(e, command.getErr(), main.debug || debugging))
        .execute(args);
  }

  /** Without a subcommand there is nothing to do but to say what there is. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "no command given; choose one of " + String.join(", ", spec.subcommands().keySet()));
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"stepless " + Versions.stepless()};
    }
  }
}
