package org.stepless.methods;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Stream;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

/**
 * The rules that every common test runs over: all of the catalog, some wrapped, some with options.
 */
final class Rules {
  private Rules() {}

  /** Text forms of all rules that the common tests run over. */
  static Stream<String> all() {
    return Stream.concat(
        Methods.CATALOG.names().stream(),
        Stream.of(
            "mechanic(adamw)",
            "mechanic(prodigy)",
            "mechanic(momo)",
            "mechanic(adam(lr=1), clip=true)",
            "mechanic(dadaptsgd(momentum=0.9))",
            "prodigy(weightDecay=0.1, biasCorrection=true, safeguardWarmup=true, growthRate=1.5)",
            "prodigy(weightDecay=0.1, decouple=false, beta3=0.9, dCoef=2)",
            "dadaptadam(weightDecay=0.1, decouple=true, biasCorrection=true)",
            "dadaptadan(noProx=true)",
            "gradagrad(diagonal=true, momentum=0.9)",
            "madgrad(momentum=0, decouple=true, weightDecay=0.1)",
            "mirrormadgrad(decouple=true, weightDecay=0.1)",
            "momo(biasCorrection=true, useFstar=true, weightDecay=0.1)",
            "momoadam(divide=false, useFstar=true, weightDecay=0.1)",
            "prodigygd(gradientBound=1)",
            "prodigyda(gradientBound=1)",
            "resetting(gradientBound=1)",
            "schedulefreesgd(warmupSteps=10, r=1, weightPower=1)",
            "sgd(momentum=0.9, nesterov=true)",
            "sgd(momentum=0.9, dampening=0.5)",
            "ldog(groupSize=3, groups=4)"));
  }

  /** The rule of a text without decay of the weights, of itself and of its base. */
  static UpdateRule withoutDecay(String text) {
    return withoutDecay(Methods.parse(text));
  }

  private static UpdateRule withoutDecay(UpdateRule rule) {
    RecordComponent[] components = rule.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        Object value = components[i].getAccessor().invoke(rule);
        values[i] =
            components[i].getName().equals("weightDecay")
                ? Double.valueOf(0)
                : value instanceof UpdateRule base ? withoutDecay(base) : value;
      }
      return construct(rule.getClass(), values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Calls the canonical constructor of a record. */
  static UpdateRule construct(Class<?> type, Object[] values) throws ReflectiveOperationException {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    return (UpdateRule) type.getDeclaredConstructor(types).newInstance(values);
  }

  /** A start for {@code n} coordinates that are not 0. */
  static double[] start(int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = Math.sin(i + 1);
    }
    return x;
  }

  /**
   * Gradient and loss of step {@code k}: fixed numbers, so that rules see the same whatever x is.
   */
  static double fill(double[] gradient, long k) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = Math.sin(1.3 * i + 0.7) + 0.5 * Math.cos(17 * i + 5 * k);
    }
    return 1 + 1.0 / (k + 1);
  }

  /** Takes {@code steps} steps with {@link #fill}. */
  static Stepper run(Stepper stepper, int steps) {
    for (int i = 0; i < steps; i++) {
      double loss = fill(stepper.gradient(), stepper.state().step());
      stepper.step(1 - 0.01 * i, loss);
    }
    return stepper;
  }

  /** Takes {@code steps} steps on a problem with linear decay and returns the model. */
  static double[] minimise(UpdateRule rule, Problem problem, double[] x0, int steps) {
    Stepper stepper = new Stepper(rule, OptimizerState.start(rule, x0));
    for (int k = 0; k < steps; k++) {
      double loss = problem.evaluate(stepper.state().x(), stepper.gradient());
      stepper.step(1 - (double) k / steps, loss);
    }
    double[] model = new double[x0.length];
    stepper.model(model);
    return model;
  }
}
