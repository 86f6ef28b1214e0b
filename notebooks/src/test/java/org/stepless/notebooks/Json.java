package org.stepless.notebooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON with checked access, and one way to print it. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode parse(String name, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "'%s' is no JSON: %s".formatted(name, e.getOriginalMessage()), e);
    }
  }

  static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new IllegalArgumentException("'%s' must be a text, was %s".formatted(key, value));
    }
    return value.textValue();
  }

  static JsonNode array(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isArray()) {
      throw new IllegalArgumentException("'%s' must be a list, was %s".formatted(key, value));
    }
    return value;
  }

  static String print(ObjectNode node) {
    DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers always prints", e);
    }
  }
}
