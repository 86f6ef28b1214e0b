package org.stepless.spark.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.stepless.nd4j.Input;

/** Inputs from their text: a placeholder's name, and its shape where the graph declares none. */
final class Placeholders {
  private static final Pattern TEXT =
      Pattern.compile("\\s*([^\\[\\]]+?)\\s*(?:\\[([^\\]]*)\\]\\s*)?");

  private Placeholders() {}

  static List<Input> inputs(String[] texts, SameDiff graph) {
    List<Input> inputs = new ArrayList<>();
    for (String text : texts) {
      inputs.add(input(text, graph));
    }
    return inputs;
  }

  /**
   * @throws IllegalArgumentException if the text or the graph leaves the shape open
   */
  static Input input(String text, SameDiff graph) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "placeholder '%s' must be a name, or a name with a shape, such as image[1,8,8]"
              .formatted(text));
    }
    String name = matcher.group(1), shape = matcher.group(2);
    return shape == null
        ? new Input(name, declared(name, graph))
        : new Input(name, numbers(text, shape));
  }

  /** The text of an input, shape and all. */
  static String text(Input input) {
    return input.placeholder()
        + input.shape().stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }

  private static List<Integer> numbers(String text, String shape) {
    try {
      return shape.isBlank()
          ? List.of()
          : Arrays.stream(shape.split(",")).map(String::strip).map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "placeholder '%s': the shape must be whole numbers with commas".formatted(text), e);
    }
  }

  private static List<Integer> declared(String name, SameDiff graph) {
    if (!graph.hasVariable(name)
        || graph.getVariable(name).getVariableType() != VariableType.PLACEHOLDER) {
      throw new IllegalArgumentException(
          "the graph has no placeholder '%s'; it has %s".formatted(name, graph.inputs()));
    }
    long[] shape = graph.getVariable(name).getShape();
    List<Integer> lengths = new ArrayList<>();
    for (int i = 1; shape != null && i < shape.length; i++) {
      lengths.add((int) shape[i]);
    }
    if (shape == null || lengths.contains(-1)) {
      throw new IllegalArgumentException(
          "the graph does not say how large '%s' is (%s); write the shape of one row, as in %s[3,4]"
              .formatted(name, Arrays.toString(shape), name));
    }
    return lengths;
  }

  /**
   * The one loss variable of a graph.
   *
   * @throws IllegalArgumentException if it names none or several
   */
  static String onlyLoss(SameDiff graph) {
    List<String> losses = graph.getLossVariables();
    if (losses.size() != 1) {
      throw new IllegalArgumentException(
          "the graph names %s as its losses; set lossVariable".formatted(losses));
    }
    return losses.get(0);
  }
}
