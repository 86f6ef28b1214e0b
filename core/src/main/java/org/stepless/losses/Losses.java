package org.stepless.losses;

import org.stepless.text.Catalog;

/** The catalog of losses: the names used on the command line and in configurations. */
public final class Losses {
  /** Losses by name; lists the names and reads and prints texts. */
  public static final Catalog<Loss> CATALOG =
      new Catalog<>("loss", Loss.class)
          .add("logistic", Logistic.class)
          .add("softmax", Softmax.class)
          .add("squared", SquaredError.class)
          .add("pivotsoftmax", PivotSoftmax.class)
          .add("huber", Huber.class)
          .add("hinge", Hinge.class)
          .add("squaredhinge", SquaredHinge.class)
          .add("poisson", Poisson.class)
          .add("tweedie", Tweedie.class)
          .add("binomiallogit", BinomialLogit.class)
          .add("binomialprobit", BinomialProbit.class)
          .add("binomialcloglog", BinomialCloglog.class);

  private Losses() {}

  /** The loss that a text such as {@code huber(delta=1.35)} describes. */
  public static Loss parse(String text) {
    return CATALOG.parse(text);
  }

  /** The text form of a loss. */
  public static String print(Loss loss) {
    return CATALOG.print(loss);
  }
}
