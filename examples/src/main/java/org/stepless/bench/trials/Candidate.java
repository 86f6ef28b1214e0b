package org.stepless.bench.trials;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stepless.schedules.Schedule;

/**
 * A method in a comparison: one rule as it is, or one rule at several rates of which the best
 * counts.
 *
 * @param name in tables
 * @param rules rule texts to try
 * @param schedule of all of them
 */
public record Candidate(String name, List<String> rules, Schedule schedule) {
  /** The rates at which the peers' figures were taken. */
  private static final List<String> RATES =
      List.of("1e-4", "3e-4", "1e-3", "3e-3", "1e-2", "3e-2", "1e-1", "3e-1");

  /** A rule at its own parameters. */
  public static Candidate of(String rule, Schedule schedule) {
    return new Candidate(rule, List.of(rule), schedule);
  }

  /** A rule at eight rates from 1e-4 to 0.3, and more if given. */
  public static Candidate tuned(String rule, Schedule schedule, String... moreRates) {
    List<String> rates = new ArrayList<>(RATES);
    rates.addAll(Arrays.asList(moreRates));
    return new Candidate(
        rule + ", tuned",
        rates.stream().map(rate -> rule + "(lr=" + rate + ")").toList(),
        schedule);
  }
}
