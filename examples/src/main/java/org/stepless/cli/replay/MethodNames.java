package org.stepless.cli.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.stepless.methods.Methods;

/**
 * The rule text for a method as trajectory files name it, with its hyper-parameters in PyTorch's
 * spelling: {@code weight_decay} becomes {@code weightDecay}, and a few have names of their own.
 */
final class MethodNames {
  static final String REFINEMENT = "ScheduleRefinement";

  private static final String MECHANIC = "mechanic";
  private static final Set<String> MECHANIC_OWN = Set.of("sDecay", "sInit", "clip");
  private static final Map<String, String> RULES =
      Map.of("dadaptdualaveraging", "dadaptda", "dadaptresetting", "resetting");
  private static final Map<String, String> PARAMETERS =
      Map.of("use_bias_correction", "biasCorrection", "lb", "lowerBound");

  private MethodNames() {}

  /** True if the method is a per-example rule. */
  static boolean isPerExample(String method) {
    return Methods.PER_EXAMPLE.names().contains(method.toLowerCase(Locale.ROOT));
  }

  /**
   * The text of an update rule, for {@link Methods#parse}, which refuses unknown hyper-parameters.
   *
   * @throws IllegalArgumentException if the method is unknown
   */
  static String rule(String method, Map<String, String> hyperparameters) {
    String name = method.toLowerCase(Locale.ROOT);
    name = RULES.getOrDefault(name, name);
    Map<String, String> parameters = new LinkedHashMap<>();
    hyperparameters.forEach(
        (key, value) -> parameters.put(PARAMETERS.getOrDefault(key, camelCase(key)), value));
    if (name.startsWith(MECHANIC) && name.length() > MECHANIC.length()) {
      Map<String, String> own = new LinkedHashMap<>(parameters);
      own.keySet().retainAll(MECHANIC_OWN);
      parameters.keySet().removeAll(MECHANIC_OWN);
      String base = known(method, name.substring(MECHANIC.length()));
      return text(MECHANIC, List.of(text(base, List.of(), parameters)), own);
    }
    return text(known(method, name), List.of(), parameters);
  }

  private static String known(String method, String name) {
    if (Methods.CATALOG.type(name) == null) {
      throw new IllegalArgumentException(
          "unknown method '%s'; known rules: %s"
              .formatted(method, String.join(", ", Methods.CATALOG.names())));
    }
    return name;
  }

  /**
   * The text of a per-example rule, for {@link Methods#method}. The files give every method all
   * parameters of MOTAPS, those that it lacks with a value that switches them off, and the seed of
   * the order, which they hold themselves.
   */
  static String exampleRule(String method, Map<String, String> hyperparameters) {
    String name = method.toLowerCase(Locale.ROOT);
    Map<String, String> parameters = new LinkedHashMap<>(hyperparameters);
    parameters.remove("seed");
    if (!name.equals("motaps")) {
      removeZero(method, parameters, "gamma_tau");
    }
    if (name.equals("sp")) {
      removeZero(method, parameters, "tau");
    }
    Map<String, String> renamed = new LinkedHashMap<>();
    parameters.forEach(
        (key, value) -> {
          boolean isTarget = key.equals("tau") && name.equals("taps");
          String own = key.equals("sps_max") ? "max" : camelCase(key);
          renamed.put(isTarget ? "target" : own, value);
        });
    return text(name, List.of(), renamed);
  }

  private static void removeZero(String method, Map<String, String> parameters, String key) {
    String value = parameters.remove(key);
    if (value != null && Double.parseDouble(value) != 0) {
      throw new IllegalArgumentException(
          "%s has no %s, so it must be 0, was %s".formatted(method, key, value));
    }
  }

  private static String text(String name, List<String> first, Map<String, String> parameters) {
    List<String> arguments = new ArrayList<>(first);
    arguments.addAll(
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.toList()));
    return arguments.isEmpty() ? name : name + "(" + String.join(", ", arguments) + ")";
  }

  private static String camelCase(String snakeCase) {
    StringBuilder camel = new StringBuilder();
    for (String part : snakeCase.split("_")) {
      boolean later = camel.length() > 0 && !part.isEmpty();
      camel.append(
          later ? part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1) : part);
    }
    return camel.toString();
  }
}
