package org.stepless.schedules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.stepless.schedules.ScheduleRefinement.Norm;

class ScheduleRefinementTest {
  @Test
  void filterAndMultipliersEqualThePlainDefinition() {
    Random random = new Random(7);
    for (int trial = 0; trial < 300; trial++) {
      int n = 2 + random.nextInt(60);
      double smoothing = trial % 4 == 0 ? 0.1 : random.nextDouble();
      boolean ties = trial % 3 == 0;
      double[] norms = new double[n];
      for (int k = 0; k < n; k++) {
        norms[k] = ties ? 1 + random.nextInt(4) : Math.exp(3 * random.nextGaussian());
      }
      for (Norm norm : Norm.values()) {
        ScheduleRefinement refinement = new ScheduleRefinement(norm, smoothing);
        double[] filtered = plainFilter(norms, smoothing);
        assertArrayEquals(filtered, refinement.filter(norms));
        assertArrayEquals(
            plainMultipliers(filtered, norm == Norm.L1 ? 1 : 2),
            refinement.multipliers(norms),
            1e-13);
      }
    }
  }

  private static double[] plainFilter(double[] norms, double smoothing) {
    int n = norms.length;
    int width = 2 * ((int) Math.floor(smoothing * n) / 2) + 1;
    double[] filtered = new double[n];
    for (int k = 0; k < n; k++) {
      double[] window = new double[width];
      for (int j = 0; j < width; j++) {
        int i = k + j - width / 2;
        window[j] = norms[i < 0 ? 0 : i >= n ? 2 * n - 2 - i : i];
      }
      Arrays.sort(window);
      filtered[k] = window[width / 2];
    }
    return filtered;
  }

  private static double[] plainMultipliers(double[] filtered, int power) {
    int n = filtered.length;
    double[] multipliers = new double[n];
    for (int k = 0; k < n; k++) {
      for (int p = k + 1; p < n; p++) {
        multipliers[k] += Math.pow(filtered[p], -power);
      }
      multipliers[k] *= Math.pow(filtered[k], -power);
    }
    double largest = Arrays.stream(multipliers).max().orElseThrow();
    return Arrays.stream(multipliers).map(m -> m / largest).toArray();
  }

  @Test
  void constantNormsGiveLinearDecay() {
    double[] norms = new double[101];
    Arrays.fill(norms, 3e-200);
    double[] multipliers = new ScheduleRefinement(Norm.L2).multipliers(norms);
    for (int k = 0; k <= 100; k++) {
      assertEquals(1 - k / 100.0, multipliers[k], 1e-14);
    }
  }

  @Test
  void aMillionStepsTakeSeconds() {
    double[] norms = new Random(1).doubles(1_000_000, 1, 2).toArray();
    assertTimeout(Duration.ofSeconds(20), () -> new ScheduleRefinement(Norm.L1).multipliers(norms));
  }

  @Test
  void aZeroNormIsSmoothedAwayOrNamed() {
    double[] norms = new double[40];
    Arrays.fill(norms, 2);
    norms[20] = 0;
    assertEquals(2, new ScheduleRefinement(Norm.L2).filter(norms)[20]);
    new ScheduleRefinement(Norm.L2).multipliers(norms);
    assertMessage("step 20 are 0", new ScheduleRefinement(Norm.L2, 0), norms);
  }

  @Test
  void unusableNormsAreNamed() {
    ScheduleRefinement refinement = new ScheduleRefinement(Norm.L2);
    assertMessage("at least 2 steps, got 1", refinement, 1);
    assertMessage("at least 2 steps, got 0", refinement);
    assertMessage("step 1 must be finite and at least 0, was NaN", refinement, 1, Double.NaN, 1);
    assertMessage("was Infinity", refinement, 1, Double.POSITIVE_INFINITY);
    assertMessage("step 0 must be finite and at least 0, was -1.0", refinement, -1, 1);
    assertMessage("orders of magnitude", refinement, 1e-200, 1e200);
    for (double smoothing : new double[] {-0.1, 1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> new ScheduleRefinement(Norm.L1, smoothing));
    }
    assertThrows(IllegalArgumentException.class, () -> Norm.parse("L3"));
    assertEquals(Norm.L1, Norm.parse("l1"));
  }

  private static void assertMessage(String part, ScheduleRefinement refinement, double... norms) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> refinement.multipliers(norms));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
