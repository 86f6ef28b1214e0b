package org.stepless.spark.mllib;

import java.util.List;
import java.util.function.BiConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.Gradient;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.stepless.spark.Held;
import scala.Tuple2;

/** Runs of the optimiser behind MLlib's interface, well and in every way that fails. */
public final class FailingOptimizations {
  /** So many that weights are broadcast. */
  private static final int COLUMNS = 9000;

  private static final String GOOD = "good rows";
  private static final Gradient LOGISTIC = new LogisticGradient();

  /**
   * @param last row, in a partition of its own
   */
  private record Case(String name, Gradient gradient, int weights, Tuple2<Object, Vector> last) {}

  /** A loss of the user's own that fails. */
  private static final class Failing extends Gradient {
    private static final long serialVersionUID = 1L;
    private final boolean error;

    Failing(boolean error) {
      this.error = error;
    }

    @Override
    public double compute(Vector data, double label, Vector weights, Vector sum) {
      if (error) {
        throw new StackOverflowError("loss");
      }
      throw new IllegalStateException("loss");
    }
  }

  private FailingOptimizations() {}

  /**
   * Runs them all.
   *
   * @param told the name of each, and what it left behind
   * @return how many there were
   */
  public static int run(JavaSparkContext context, Held held, BiConsumer<String, String> told)
      throws InterruptedException {
    List<Case> cases =
        List.of(
            new Case(GOOD, LOGISTIC, COLUMNS, row(COLUMNS, 1, 1)),
            new Case("NaN feature", LOGISTIC, COLUMNS, row(COLUMNS, 1, Double.NaN)),
            new Case("third class", LOGISTIC, COLUMNS, row(COLUMNS, 2, 1)),
            new Case("other columns", LOGISTIC, COLUMNS, row(COLUMNS + 1, 1, 1)),
            new Case("null features", LOGISTIC, COLUMNS, new Tuple2<>(1.0, null)),
            new Case("too few weights", LOGISTIC, COLUMNS - 1, row(COLUMNS, 1, 1)),
            new Case("loss throws", new Failing(false), COLUMNS, row(COLUMNS, 1, 1)),
            new Case("loss overflows", new Failing(true), COLUMNS, row(COLUMNS, 1, 1)));
    int runs = 0;
    for (String mode : List.of("synchronous", "local", "single", "driver", "motaps")) {
      for (Case one : cases) {
        String which = "optimizer, %s, %s: ".formatted(one.name(), mode);
        Throwable failure = run(context, one, mode);
        if ((failure == null) != one.name().equals(GOOD)) {
          told.accept(which, "as its end " + failure);
        }
        told.accept(which, held.afterFit());
        runs++;
      }
    }
    told.accept("optimizer in the end: ", held.afterAll());
    return runs;
  }

  private static Tuple2<Object, Vector> row(int columns, double label, double value) {
    return MllibRows.row(
        label, Vectors.sparse(columns, new int[] {0, columns - 1}, new double[] {1, value}));
  }

  private static Throwable run(JavaSparkContext context, Case one, String mode) {
    List<Tuple2<Object, Vector>> rows =
        List.of(row(COLUMNS, 0, 2), row(COLUMNS, 1, 3), row(COLUMNS, 0, 4), one.last());
    SteplessOptimizer optimizer = new SteplessOptimizer(one.gradient()).setNumIterations(3);
    if (mode.equals("motaps")) {
      optimizer.setRule("motaps").setMode("local");
    } else {
      optimizer.setMode(mode);
    }
    try {
      optimizer.optimize(
          context.parallelize(rows, rows.size()).rdd(), Vectors.zeros(one.weights()));
      return null;
    } catch (Throwable e) {
      return e;
    }
  }
}
