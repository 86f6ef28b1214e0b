package org.stepless.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochReportTest {

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.549, false",
    "0.5, 0.551, true",
    "-2, -1.81, false",
    "-2, -1.79, true",
    "0.5, -Infinity, false",
    "0.5, Infinity, true",
    "0.5, NaN, true",
    // Rows that the first model fits exactly: what is left is rounding.
    "0, 0, false",
    "1e-28, 1e-27, false",
    "0, 1e-3, true"
  })
  void objectivesAreAboveAnEpochByMoreThanATenthOfItsLoss(
      double loss, double objective, boolean above) {
    EpochReport report = new EpochReport(1, 2, 10, loss, 0.1, 0.2, 1e6);
    assertEquals(above, report.isBelow(objective));
  }
}
