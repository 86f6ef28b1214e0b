package org.stepless.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.stepless.cli.replay.Replay;
import org.stepless.cli.replay.ReplayResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Replays recorded trajectories: one line a file, exit code 1 if a file is not reproduced or cannot
 * be replayed, 2 if a path is missing or holds no file.
 */
@Command(
    name = "replay",
    description = {
      "Replays recorded trajectories and compares every point and scalar with the recorded ones.",
      "Every file is replayed whole, cut into blocks, with every task run twice, and with the state"
          + " written and read back before each step; the largest errors are printed."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all files agree within 1e-9, relative to the larger of 1 and the value",
      "1:a file does not agree, is of an unknown method, or cannot be replayed",
      "2:a path does not exist or holds no trajectory file"
    })
public final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Trajectory files (JSON) or folders, which are searched for *.json.")
  private List<Path> paths;

  @Override
  public Integer call() {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      files.addAll(trajectories(path));
    }
    int failed = 0;
    for (Path file : files) {
      failed += replay(file) ? 0 : 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d of %d files agree%n", files.size() - failed, files.size());
    out.flush();
    return failed == 0 ? 0 : 1;
  }

  private List<Path> trajectories(Path path) {
    if (!Files.isDirectory(path)) {
      if (!Files.exists(path)) {
        throw new ParameterException(
            spec.commandLine(), "'%s' does not exist; give a trajectory file".formatted(path));
      }
      return List.of(path);
    }
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> files =
          all.filter(file -> file.toString().endsWith(".json") && Files.isRegularFile(file))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "folder '%s' holds no trajectory file; they end in .json".formatted(path));
      }
      return files;
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "folder '%s' cannot be read: %s".formatted(path, e), e);
    }
  }

  private boolean replay(Path file) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      ReplayResult result = Replay.run(file);
      boolean matches = result.matches();
      out.println(
          result + (matches ? "" : "  FAILED: exceeds " + ReplayResult.TOLERANCE + ", " + file));
      return matches;
    } catch (IllegalArgumentException e) {
      out.printf("error: %s: %s%n", file, e.getMessage());
      return false;
    }
  }
}
