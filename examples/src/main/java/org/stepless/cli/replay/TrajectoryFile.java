package org.stepless.cli.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trajectory file, or an object inside it, with checked access: what is missing or of another
 * kind is an {@link IllegalArgumentException} that names the place.
 */
final class TrajectoryFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonNode node;
  private final String place;

  private TrajectoryFile(JsonNode node, String place) {
    this.node = node;
    this.place = place;
  }

  /** Reads a file. */
  static TrajectoryFile read(Path path) {
    try {
      JsonNode node = MAPPER.readTree(Files.readAllBytes(path));
      return new TrajectoryFile(node == null ? MissingNode.getInstance() : node, "");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read: " + e, e);
    }
  }

  String method() {
    return text("method");
  }

  String caseName() {
    return text("case");
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  String text(String key) {
    JsonNode value = node.path(key);
    if (!value.isTextual()) {
      throw wrong(key, "a text", value);
    }
    return value.textValue();
  }

  double number(String key) {
    JsonNode value = node.path(key);
    if (!value.isNumber()) {
      throw wrong(key, "a number", value);
    }
    return value.doubleValue();
  }

  /** An array of numbers. */
  double[] numbers(String key) {
    return numbers(array(key), key);
  }

  /** An array of numbers of the given length. */
  double[] numbers(String key, int length) {
    double[] values = numbers(key);
    if (values.length != length) {
      throw new IllegalArgumentException(
          "'%s%s' must hold %d numbers, holds %d".formatted(place, key, length, values.length));
    }
    return values;
  }

  /** An array of arrays of numbers. */
  double[][] matrix(String key) {
    JsonNode rows = array(key);
    double[][] matrix = new double[rows.size()][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = numbers(rows.get(i), key + "[" + i + "]");
    }
    return matrix;
  }

  private double[] numbers(JsonNode array, String key) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      if (!array.get(i).isNumber()) {
        throw wrong(key + "[" + i + "]", "a number", array.get(i));
      }
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }

  /** An object inside this one. */
  TrajectoryFile object(String key) {
    if (!node.path(key).isObject()) {
      throw wrong(key, "an object", node.path(key));
    }
    return new TrajectoryFile(node.get(key), place + key + ".");
  }

  /** A not empty array of objects. */
  List<TrajectoryFile> objects(String key) {
    List<TrajectoryFile> objects = new ArrayList<>();
    for (JsonNode element : array(key)) {
      String name = key + "[" + objects.size() + "]";
      if (!element.isObject()) {
        throw wrong(name, "an object", element);
      }
      objects.add(new TrajectoryFile(element, place + name + "."));
    }
    if (objects.isEmpty()) {
      throw new IllegalArgumentException("'%s%s' is empty".formatted(place, key));
    }
    return objects;
  }

  /**
   * The hyper-parameters as texts; a pair or triple becomes several, {@code betas} to {@code
   * beta1}, {@code beta2}, and null, Python's None, is left out: it stands for the default.
   */
  Map<String, String> hyperparameters() {
    Map<String, String> all = new LinkedHashMap<>();
    TrajectoryFile values = object("hyperparameters");
    for (String key : values.keys()) {
      JsonNode value = values.node.get(key);
      if (value.isArray()) {
        for (int i = 0; i < value.size(); i++) {
          all.put(key.replaceAll("s$", "") + (i + 1), value.get(i).asText());
        }
      } else if (!value.isNull()) {
        all.put(key, value.asText());
      }
    }
    return all;
  }

  private JsonNode array(String key) {
    if (!node.path(key).isArray()) {
      throw wrong(key, "an array", node.path(key));
    }
    return node.get(key);
  }

  private IllegalArgumentException wrong(String key, String wanted, JsonNode value) {
    String found = value.isMissingNode() ? "is missing" : "is " + value.getNodeType();
    return new IllegalArgumentException(
        "'%s%s' must be %s, %s".formatted(place, key, wanted, found));
  }
}
