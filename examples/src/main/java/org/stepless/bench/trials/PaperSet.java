package org.stepless.bench.trials;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.stepless.bench.common.ClassSet;

/**
 * A data set of the D-Adaptation paper's convex experiments, and the final training accuracies in
 * percent that were published for it.
 *
 * <p>Sources: Defazio, Mishchenko, "Learning-Rate-Free Learning by D-Adaptation", ICML 2023,
 * arXiv:2301.07733 (Adam and D-Adapt Adam, with standard errors); Defazio and others, "The Road
 * Less Scheduled", NeurIPS 2024, arXiv:2405.15682 (Schedule-Free).
 *
 * @param features how the features of the LIBSVM collection's file are scaled
 */
public record PaperSet(
    String name,
    String features,
    double adam,
    double adamError,
    double dAdaptAdam,
    double dAdaptAdamError,
    double scheduleFree) {
  private static final String RESOURCE = "papers.csv";

  /** All of them. */
  public static List<PaperSet> all() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                PaperSet.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(PaperSet::parse).toList();
    }
  }

  private static PaperSet parse(String line) {
    String[] cells = line.split(",");
    double[] values = new double[cells.length];
    for (int i = 2; i < cells.length; i++) {
      values[i] = Double.parseDouble(cells[i]);
    }
    return new PaperSet(cells[0], cells[1], values[2], values[3], values[4], values[5], values[6]);
  }

  /** Whether a file of this name holds the set. */
  public boolean isHeldBy(String fileName) {
    return fileName.equals(name) || fileName.equals(name + ".scale");
  }

  /** The set with its features scaled as the experiment has them. */
  public ClassSet scaled(ClassSet set) {
    return switch (features) {
      case "as they are" -> set;
      case "divided by 100" -> set.dividedBy(100);
      case "scaled to [-1;1]" -> set.scaledToUnit();
      default -> throw new IllegalStateException("unknown scaling '" + features + "'");
    };
  }
}
