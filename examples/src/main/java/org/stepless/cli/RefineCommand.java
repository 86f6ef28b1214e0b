package org.stepless.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.stepless.schedules.ScheduleRefinement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns the gradient norms of a run into a schedule file for the next. */
@Command(
    name = "refine",
    description = {
      "Turns the gradient norms of a run into the multipliers of the next run.",
      "The result is used with --schedule file:OUT.csv; a run with another number of steps stretches"
          + " it."
    },
    mixinStandardHelpOptions = true)
public final class RefineCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--norm",
      required = true,
      paramLabel = "l1|l2",
      description = "Which norm to use: l2 for SGD and its kin, l1 for methods like Adam.")
  private String norm;

  @Option(
      names = "--smoothing",
      defaultValue = "0.1",
      paramLabel = "FRACTION",
      description =
          "Width of the median filter as a fraction of the run (default ${DEFAULT-VALUE}).")
  private double smoothing;

  @Parameters(
      index = "0",
      paramLabel = "IN.csv",
      description =
          "One gradient norm a line, or comma-separated values with a header and a column l1 or"
              + " gradientNorm1, l2 or gradientNorm2.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT.csv", description = "Receives one multiplier a line.")
  private Path out;

  @Override
  public Integer call() {
    try {
      ScheduleRefinement refinement =
          new ScheduleRefinement(ScheduleRefinement.Norm.parse(norm), smoothing);
      double[] norms = NormColumn.of(refinement.norm()).parse(in.toString(), lines());
      double[] multipliers;
      try {
        multipliers = refinement.multipliers(norms);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("file '" + in + "': " + e.getMessage(), e);
      }
      write(multipliers);
      spec.commandLine().getOut().printf("wrote %d multipliers to %s%n", multipliers.length, out);
      spec.commandLine().getOut().flush();
      return 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(in);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "file '%s' does not exist; give the gradient norms of a run".formatted(in), e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("file '%s' is no text file".formatted(in), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("file '%s' cannot be read: %s".formatted(in, e), e);
    }
  }

  /** Writes beside the target first, so that the target is never half-written. */
  private void write(double[] multipliers) {
    List<String> lines = new ArrayList<>(multipliers.length);
    for (double multiplier : multipliers) {
      lines.add(Double.toString(multiplier));
    }
    Path target = out.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new IllegalArgumentException("'%s' is a folder; give a file".formatted(out));
    }
    String name = ".%s.%d.tmp".formatted(target.getFileName(), ProcessHandle.current().pid());
    Path temporary = target.resolveSibling(name);
    try {
      try {
        Files.write(temporary, lines);
        move(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "folder of '%s' does not exist; create it first".formatted(out), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("'%s' cannot be written: %s".formatted(out, e), e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
