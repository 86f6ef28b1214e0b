package org.stepless.methods;

import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Catalog;

/** The catalog of update rules: the names used on the command line, in params and checkpoints. */
public final class Methods {
  public static final Catalog<UpdateRule> CATALOG =
      new Catalog<>("optimizer", UpdateRule.class)
          .add("prodigy", Prodigy.class)
          .add("mechanic", Mechanic.class)
          .add("sgd", Sgd.class);

  private Methods() {}

  /** The rule that a text such as {@code prodigy(d0=1e-5)} describes. */
  public static UpdateRule parse(String text) {
    return CATALOG.parse(text);
  }

  /** The text form of a rule. */
  public static String print(UpdateRule rule) {
    return CATALOG.print(rule);
  }
}
