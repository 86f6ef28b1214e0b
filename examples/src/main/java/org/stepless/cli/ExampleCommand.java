package org.stepless.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.Sessions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.examples.custom.CoinBetting;
import org.stepless.examples.custom.ExpectileRegression;
import org.stepless.examples.mllib.RuleInGradientDescent;
import org.stepless.examples.mllib.SteplessLogisticAlgorithm;
import org.stepless.examples.pipeline.CheckpointAndResume;
import org.stepless.examples.pipeline.CrossValidation;
import org.stepless.examples.pipeline.LiveHistory;
import org.stepless.examples.pipeline.WarmStart;
import org.stepless.examples.trackers.MislabelledRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepless example}: runs the example programs with a Spark session of their own. */
@Command(
    name = "example",
    description = "Run an example program; without a name, list them.",
    mixinStandardHelpOptions = true)
public final class ExampleCommand implements Runnable {
  /** The main method of an example. */
  @FunctionalInterface
  private interface Program {
    void main(String[] arguments) throws Exception;
  }

  private record Example(Class<?> type, String what, Program program) {}

  private static final Map<String, Example> EXAMPLES = new LinkedHashMap<>();

  private static void add(String name, Class<?> type, Program program, String what) {
    EXAMPLES.put(name, new Example(type, what, program));
  }

  static {
    add(
        "cross-validation",
        CrossValidation.class,
        CrossValidation::main,
        "pipeline of feature stages in Spark's CrossValidator");
    add(
        "warm-start",
        WarmStart.class,
        WarmStart::main,
        "start from yesterday's model, stop by rows kept back");
    add(
        "checkpoint",
        CheckpointAndResume.class,
        CheckpointAndResume::main,
        "a fit that was cut off goes on, to the same bits");
    add(
        "live-history",
        LiveHistory.class,
        LiveHistory::main,
        "listeners that print and write while a fit goes on");
    add(
        "mllib",
        SteplessLogisticAlgorithm.class,
        SteplessLogisticAlgorithm::main,
        "the MLlib Optimizer in a GeneralizedLinearAlgorithm");
    add(
        "gradient-descent",
        RuleInGradientDescent.class,
        RuleInGradientDescent::main,
        "update rules in Spark's own GradientDescent");
    add("custom-rule", CoinBetting.class, CoinBetting::main, "an update rule of one's own");
    add(
        "custom-loss",
        ExpectileRegression.class,
        ExpectileRegression::main,
        "a loss of one's own, minimised by the engine");
    add(
        "mislabelled-rows",
        MislabelledRows.class,
        MislabelledRows::main,
        "one number of memory per row finds wrong labels");
  }

  @Mixin private SparkOptions sparkOptions;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Name of an example.")
  private String name;

  @Parameters(
      index = "1..*",
      paramLabel = "ARGUMENT",
      description = "Its arguments, such as a file to use instead of the shipped data.")
  private List<String> arguments = List.of();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    if (name == null) {
      EXAMPLES.forEach(
          (name, example) ->
              spec.commandLine()
                  .getOut()
                  .printf("%-17s %s (%s)%n", name, example.what(), example.type().getSimpleName()));
      return;
    }
    Example example = EXAMPLES.get(name);
    if (example == null) {
      throw new UserError(
          "unknown example '%s'; there are %s"
              .formatted(name, String.join(", ", EXAMPLES.keySet())));
    }
    Sessions session = sparkOptions.open("example " + name);
    try {
      example.program().main(arguments.toArray(String[]::new));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("example " + name + " failed", e);
    } finally {
      session.close();
    }
  }
}
