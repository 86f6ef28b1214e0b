package org.stepless.cli.replay;

import java.nio.file.Path;
import org.stepless.schedules.ScheduleRefinement;

/** Replays trajectory files: update rules, per-example rules and schedule refinement. */
public final class Replay {
  /** Coordinates of a block in the modes that cut: small, and no divisor of the files' lengths. */
  static final int BLOCK_LENGTH = 5;

  private Replay() {}

  /**
   * Replays one file in every mode.
   *
   * @return the largest errors of all modes
   * @throws IllegalArgumentException if the file cannot be read or replayed, saying why
   */
  public static ReplayResult run(Path file) {
    ReplayResult worst = null;
    for (ReplayMode mode : ReplayMode.values()) {
      ReplayResult result = run(file, mode);
      worst = worst == null ? result : worst.worst(result);
    }
    return worst;
  }

  /**
   * Replays one file.
   *
   * @throws IllegalArgumentException if the file cannot be read or replayed, saying why: it is no
   *     trajectory, the method or a hyper-parameter is unknown, a recorded scalar is not in the
   *     rule's state, or a value is not finite
   */
  public static ReplayResult run(Path path, ReplayMode mode) {
    TrajectoryFile file = TrajectoryFile.read(path);
    try {
      if (file.method().equals(MethodNames.REFINEMENT)) {
        return refinement(file);
      }
      return MethodNames.isPerExample(file.method())
          ? ExampleReplay.run(file, mode)
          : RuleReplay.run(file, mode);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The norms after the filter count as scalars, the multipliers as the point. */
  private static ReplayResult refinement(TrajectoryFile file) {
    ScheduleRefinement refinement =
        new ScheduleRefinement(
            ScheduleRefinement.Norm.parse(file.text("norm")), file.number("smoothing"));
    double[] norms = file.numbers("gradientNorms");
    Errors errors = new Errors();
    errors.scalars(refinement.filter(norms), file.numbers("filtered", norms.length));
    errors.points(refinement.multipliers(norms), file.numbers("schedule", norms.length));
    return errors.result(file);
  }
}
