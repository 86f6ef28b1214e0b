package org.stepless.methods;

import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Catalog;

/** The catalog of update rules: the names used on the command line, in params and checkpoints. */
public final class Methods {
  public static final Catalog<UpdateRule> CATALOG =
      new Catalog<>("optimizer", UpdateRule.class)
          .add("dadaptsgd", DAdaptSgd.class)
          .add("dadaptadam", DAdaptAdam.class)
          .add("dadaptadagrad", DAdaptAdaGrad.class)
          .add("dadaptlion", DAdaptLion.class)
          .add("dadaptadan", DAdaptAdan.class)
          .add("dadaptda", DAdaptDualAveraging.class)
          .add("resetting", DAdaptResetting.class)
          .add("prodigy", Prodigy.class)
          .add("prodigygd", ProdigyGd.class)
          .add("prodigyda", ProdigyDa.class)
          .add("mechanic", Mechanic.class)
          .add("momo", MoMo.class)
          .add("momoadam", MoMoAdam.class)
          .add("gradagrad", GradaGrad.class)
          .add("madgrad", Madgrad.class)
          .add("mirrormadgrad", MirrorMadgrad.class)
          .add("mda", Mda.class)
          .add("spa", Spa.class)
          .add("schedulefreesgd", ScheduleFreeSgd.class)
          .add("schedulefreeadamw", ScheduleFreeAdamW.class)
          .add("schedulefreeradam", ScheduleFreeRAdam.class)
          .add("sgd", Sgd.class)
          .add("adam", Adam.class)
          .add("adamw", AdamW.class)
          .add("adagrad", AdaGrad.class)
          .add("dog", Dog.class)
          .add("ldog", LDog.class)
          .add("dowg", Dowg.class)
          .add("lion", Lion.class)
          .add("adan", Adan.class);

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
