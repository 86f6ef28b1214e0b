package org.stepless.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.methods.Methods;

/** What a step must move, counted by hand from the formulas of some rules. */
class TrafficTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // x and g; no momentum
        "sgd; 2; 1",
        "sgd(momentum=0.9); 3; 2",
        // x, g and two averages; all but g written
        "adamw; 4; 3",
        // sums of x, g and x0; then x, g and the average
        "dog; 6; 2",
        // with decay x counts in no sum that it did not count in before
        "dog(weightDecay=0.1); 6; 2",
        // sums of x, g, x0 and s; then x, g, s and two averages
        "prodigy; 9; 4",
        // sums of g, s and expAvgSq; x too with coupled decay
        "dadaptadam; 8; 4",
        "dadaptadam(weightDecay=0.1); 9; 4",
        // sums of x, g and the start; then those
        "mechanic; 6; 1",
        "adan; 6; 5",
        "lion; 3; 2",
        "schedulefreeradam; 4; 3",
      })
  void countsAreThoseOfTheFormulas(String rule, int read, int written) {
    assertEquals(new Traffic(read, written), Traffic.of(Methods.parse(rule)));
  }
}
