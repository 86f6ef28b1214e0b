package org.stepless.methods;

import java.util.ArrayList;
import java.util.List;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.Method;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Catalog;

/**
 * The catalogs of methods: the names used on the command line, in params and checkpoints. A rule
 * that is not among them is named by its class.
 */
public final class Methods {
  /** Update rules by name; lists the names and reads and prints texts. */
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

  /** Methods with one number of memory per training example. */
  public static final Catalog<ExampleRule> PER_EXAMPLE =
      new Catalog<>("optimizer", ExampleRule.class)
          .add("sp", Sp.class)
          .add("taps", Taps.class)
          .add("motaps", Motaps.class);

  private Methods() {}

  /** The names of all methods. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(CATALOG.names());
    names.addAll(PER_EXAMPLE.names());
    return names;
  }

  /**
   * The method that a text such as {@code prodigy(d0=1e-5)} or {@code motaps} describes.
   *
   * @throws IllegalArgumentException naming what is wrong and what is allowed; also for a {@code
   *     taps} without its target
   */
  public static Method method(String text) {
    String name = name(text);
    if (!name.isEmpty() && name.indexOf('.') < 0 && !names().contains(name)) {
      throw new IllegalArgumentException(
          "optimizer '%s': unknown optimizer '%s'; known: %s"
              .formatted(text.strip(), name, String.join(", ", names())));
    }
    if (!isPerExample(name)) {
      return CATALOG.parse(text);
    }
    ExampleRule rule = PER_EXAMPLE.parse(text);
    rule.initialTau();
    return rule;
  }

  /**
   * The update rule that a text such as {@code prodigy(d0=1e-5)} describes.
   *
   * @throws IllegalArgumentException naming what is wrong and what is allowed
   */
  public static UpdateRule parse(String text) {
    if (isPerExample(name(text))) {
      throw new IllegalArgumentException(
          ("optimizer '%s': a method of one number per example needs the losses of single rows;"
                  + " it runs in the estimators, in SteplessOptimizer and in the train command")
              .formatted(text.strip()));
    }
    return CATALOG.parse(text);
  }

  private static String name(String text) {
    return text.strip().split("[^A-Za-z0-9._$]", 2)[0];
  }

  private static boolean isPerExample(String name) {
    if (name.indexOf('.') < 0) {
      return PER_EXAMPLE.names().contains(name);
    }
    try {
      return PER_EXAMPLE.type(name) != null;
    } catch (IllegalArgumentException e) {
      return false; // the other catalog says what is wrong with it
    }
  }

  /** The text form of a method. */
  public static String print(Method method) {
    return method instanceof ExampleRule rule
        ? PER_EXAMPLE.print(rule)
        : CATALOG.print((UpdateRule) method);
  }
}
