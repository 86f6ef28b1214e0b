package org.stepless.notebooks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

/** What the notebooks' prose promises, as Scala expressions over the names that cells define. */
enum Stories {
  FIRST_MODEL(
      "01-first-model",
      above("testAccuracy", 0.95),
      // Both end at the optimum.
      above("run.objective / sparkObjective", 1 - 1e-9),
      below("run.objective / sparkObjective", 1 + 1e-9),
      below("math.abs(testAccuracy - sparkAccuracy)", 0.02),
      below("steps.head / steps.max", 0.1)),
  RULES_AND_SCHEDULES(
      "02-rules-and-schedules",
      below("free.map(_.losses.last).max", 0.1),
      above("free.map(_.testAccuracy).min", 0.94),
      below("adam.last.losses.last / adam.map(_.losses.last).min", 1.001),
      below("math.abs(math.log(adam.last.losses.last / free.head.losses.last))", 0.3),
      above("adam(2).losses.last / adam(3).losses.last", 25),
      below("math.abs(multipliers.max - 1)", 1e-12),
      below("comparison.init.map(c => math.abs(math.log(c.refined / c.linear))).max", 0.5),
      below("comparison.last.refined / comparison.last.linear", 0.5)),
  MISLABELLED_ROWS(
      "03-mislabelled-rows",
      above("share(found, wrong)", 0.75),
      below("share(wrong, images.count().toInt)", 0.04),
      above("share(hits(wrong / 4 - 1), wrong / 4)", 0.9),
      above("after - before", 0),
      below("math.abs(cards(true, \"\").length - found)", 0.5)),
  NETWORK_ON_ND4J(
      "04-network-on-nd4j",
      above("networkAccuracy", 0.96),
      above("networkAccuracy - linearAccuracy", 0),
      above("network.summary.backend.indexOf(\"ND4J\")", -0.5));

  /** The data sets that ship with the project. */
  static final Path DATA = Format.ROOT.resolveSibling("examples/data").normalize();

  /** That the value of an expression lies between two bounds. */
  private record Promise(String expression, double low, double high) {}

  private final String file;
  private final List<Promise> promises;

  Stories(String file, Promise... promises) {
    this.file = file;
    this.promises = List.of(promises);
  }

  private static Promise above(String expression, double bound) {
    return new Promise(expression, bound, Double.POSITIVE_INFINITY);
  }

  private static Promise below(String expression, double bound) {
    return new Promise(expression, Double.NEGATIVE_INFINITY, bound);
  }

  /** Name of the story's files. */
  String file() {
    return file;
  }

  /** Looks the promises up in a session that has run all cells. */
  void check(ScalaSession session) {
    double[] values = session.numbers(promises.stream().map(Promise::expression).toList());
    for (int i = 0; i < values.length; i++) {
      Promise promise = promises.get(i);
      double value = values[i];
      assertTrue(
          value > promise.low() && value < promise.high(), () -> promise + " is broken: " + value);
    }
  }
}
