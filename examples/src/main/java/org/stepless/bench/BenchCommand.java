package org.stepless.bench;

import org.stepless.bench.kernels.BenchKernelsCommand;
import org.stepless.bench.networks.BenchNetworksCommand;
import org.stepless.bench.networks.BenchPerceptronCommand;
import org.stepless.bench.peers.BenchSparkCommand;
import org.stepless.bench.polyak.BenchPolyakCommand;
import org.stepless.bench.rounds.BenchRoundsCommand;
import org.stepless.bench.rounds.BenchTrackersCommand;
import org.stepless.bench.trials.BenchPapersCommand;
import org.stepless.bench.trials.BenchSchedulesCommand;
import org.stepless.bench.trials.BenchSuiteCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stepless bench}: measurements that anyone can repeat, each against a peer. */
@Command(
    name = "bench",
    description = "Measure Stepless against its peers.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchSparkCommand.class,
      BenchPapersCommand.class,
      BenchSuiteCommand.class,
      BenchSchedulesCommand.class,
      BenchRoundsCommand.class,
      BenchKernelsCommand.class,
      BenchPolyakCommand.class,
      BenchPerceptronCommand.class,
      BenchNetworksCommand.class,
      BenchTrackersCommand.class
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no benchmark given; choose one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
