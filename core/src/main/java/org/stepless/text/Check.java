package org.stepless.text;

/** Checks of hyper-parameters; messages hold the name, the allowed range and the value. */
public final class Check {
  private Check() {}

  /** Requires a finite value above 0. */
  public static void positive(String name, double value) {
    require(value > 0 && value < Double.POSITIVE_INFINITY, name, "positive and finite", value);
  }

  /** Requires a value above 0; infinity is allowed. */
  public static void positiveOrInfinite(String name, double value) {
    require(value > 0, name, "positive (infinity allowed)", value);
  }

  /** Requires a finite value of at least 0. */
  public static void notNegative(String name, double value) {
    require(value >= 0 && value < Double.POSITIVE_INFINITY, name, "at least 0 and finite", value);
  }

  /** Requires a finite value. */
  public static void finite(String name, double value) {
    require(Double.isFinite(value), name, "finite", value);
  }

  /** Requires a value in [0, 1), such as a decay factor. */
  public static void fraction(String name, double value) {
    require(value >= 0 && value < 1, name, "in [0, 1)", value);
  }

  /** Requires {@code value >= least}. */
  public static void atLeast(String name, double value, double least) {
    require(
        value >= least && value < Double.POSITIVE_INFINITY,
        name,
        "at least " + Catalog.number(least) + " and finite",
        value);
  }

  /** Requires {@code value >= least}; infinity is allowed. */
  public static void atLeastOrInfinite(String name, double value, double least) {
    require(
        value >= least, name, "at least " + Catalog.number(least) + " (infinity allowed)", value);
  }

  /** Requires {@code condition}, saying what {@code name} must be. */
  public static void require(boolean condition, String name, String allowed, double value) {
    if (!condition) {
      throw new IllegalArgumentException(
          name + " must be " + allowed + ", was " + Catalog.number(value));
    }
  }
}
