package org.stepless.schedules;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Multipliers from a file, one per line, as {@code refine} writes them; lines without text at the
 * end are ignored. The file is read once, where the text {@code file:PATH} is parsed; the values
 * travel with this object, so executors need no access to it.
 *
 * <p>If the run has another number of steps than the file has lines the schedule is stretched: step
 * {@code k} of {@code T} uses line {@code floor(k * lines / T)}, counted from 0.
 */
public final class FileSchedule implements Schedule {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final double[] multipliers;

  private FileSchedule(String path, double[] multipliers) {
    this.path = path;
    this.multipliers = multipliers;
  }

  /**
   * Reads a file of multipliers.
   *
   * @throws IllegalArgumentException if the file cannot be read, holds no line, or a line is not
   *     one finite number of at least 0; names the file, the line and the value
   */
  public static FileSchedule read(String path) {
    List<String> lines = lines(path);
    int count = lines.size();
    while (count > 0 && lines.get(count - 1).isBlank()) {
      count--;
    }
    if (count == 0) {
      throw new IllegalArgumentException(
          "schedule file '%s' is empty; it must hold one multiplier per line".formatted(path));
    }
    double[] multipliers = new double[count];
    boolean anyPositive = false;
    for (int i = 0; i < count; i++) {
      multipliers[i] = parse(path, i + 1, lines.get(i).strip());
      anyPositive |= multipliers[i] > 0;
    }
    if (!anyPositive) {
      throw new IllegalArgumentException(
          "all multipliers of schedule file '%s' are 0; at least one must be positive"
              .formatted(path));
    }
    return new FileSchedule(path, multipliers);
  }

  private static List<String> lines(String path) {
    try {
      return Files.readAllLines(Path.of(path));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "schedule file '%s' does not exist; 'refine' writes such files".formatted(path), e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "schedule file '%s' is no text file; it must hold one multiplier per line"
              .formatted(path),
          e);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "schedule file '%s' cannot be read: %s".formatted(path, e), e);
    }
  }

  private static double parse(String path, int line, String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "schedule file '%s', line %d is '%s'; every line must be one finite number of at least 0"
              .formatted(path, line, text));
    }
    return value;
  }

  /** The path as it was given. */
  public String path() {
    return path;
  }

  /** Number of multipliers. */
  public int length() {
    return multipliers.length;
  }

  @Override
  public double multiplier(long step, long totalSteps) {
    Run.check(step, totalSteps);
    return multipliers[(int) (step * multipliers.length / totalSteps)];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileSchedule that
        && path.equals(that.path)
        && Arrays.equals(multipliers, that.multipliers);
  }

  @Override
  public int hashCode() {
    return 31 * path.hashCode() + Arrays.hashCode(multipliers);
  }

  @Override
  public String toString() {
    return Schedules.print(this);
  }
}
