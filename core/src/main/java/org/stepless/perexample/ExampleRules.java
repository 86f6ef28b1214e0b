package org.stepless.perexample;

import org.stepless.text.Catalog;

/** The catalog of per-example rules: the names used on the command line, in params, in logs. */
public final class ExampleRules {
  public static final Catalog<ExampleRule> CATALOG =
      new Catalog<>("per-example optimizer", ExampleRule.class)
          .add("sp", Sp.class)
          .add("taps", Taps.class)
          .add("motaps", Motaps.class);

  private ExampleRules() {}

  /**
   * The rule that a text such as {@code motaps(reg=0.01)} describes.
   *
   * @throws IllegalArgumentException naming what is wrong and what is allowed; also for a {@code
   *     taps} without its target
   */
  public static ExampleRule parse(String text) {
    ExampleRule rule = CATALOG.parse(text);
    rule.initialTau();
    return rule;
  }

  /** The text form of a rule. */
  public static String print(ExampleRule rule) {
    return CATALOG.print(rule);
  }
}
