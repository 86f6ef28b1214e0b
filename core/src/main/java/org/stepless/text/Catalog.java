package org.stepless.text;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Records by name, and their text form: {@code prodigy}, {@code prodigy(d0=1e-5)}, {@code
 * mechanic(adamw(weightDecay=0.01))}. The components of a record are its parameters; a parameter
 * that the text leaves out has the value that the record's constructor without arguments gives it.
 * A component whose type is {@code T} holds another entry and may be written without its key.
 * Parsing and printing round-trip.
 *
 * <p>A record that is not in the catalog is named by its class: {@code
 * org.example.HeavyBall(lr=1)}.
 *
 * @param <T> what all entries are
 */
public final class Catalog<T> {
  private final String kind;
  private final Class<T> type;
  private final Map<String, Class<? extends Record>> entries = new LinkedHashMap<>();

  /**
   * @param kind what an entry is called in messages, such as "optimizer"
   */
  public Catalog(String kind, Class<T> type) {
    this.kind = kind;
    this.type = type;
  }

  /** Adds an entry and returns this catalog. */
  public <R extends Record> Catalog<T> add(String name, Class<R> record) {
    if (!type.isAssignableFrom(record)) {
      throw new IllegalArgumentException(record + " is no " + type.getSimpleName());
    }
    if (entries.put(name, record) != null) {
      throw new IllegalArgumentException(kind + " '" + name + "' stands twice in the catalog");
    }
    return this;
  }

  /** All names, in the order they were added. */
  public Set<String> names() {
    return java.util.Collections.unmodifiableSet(entries.keySet());
  }

  /**
   * The record class of a name, or null.
   *
   * @param name of an entry, or of a public record class that the context class loader finds
   * @throws IllegalArgumentException if the name is that of a class which cannot be an entry
   */
  public Class<? extends Record> type(String name) {
    return name.indexOf('.') < 0 ? entries.get(name) : ownClass(name);
  }

  private Class<? extends Record> ownClass(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    Class<?> found;
    try {
      found = Class.forName(name, true, context == null ? type.getClassLoader() : context);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException(
          "class %s is not on the class path (%s)".formatted(name, e), e);
    }
    if (!found.isRecord() || !type.isAssignableFrom(found)) {
      throw new IllegalArgumentException(
          "class %s cannot be %s: it must be a record that implements %s"
              .formatted(name, article(kind), type.getName()));
    }
    return found.asSubclass(Record.class);
  }

  /** The entry of this name with default parameters. */
  public T create(String name) {
    return build(name, Map.of());
  }

  /**
   * The entry that a text describes.
   *
   * @throws IllegalArgumentException naming the text, what is wrong in it and what is allowed
   */
  public T parse(String text) {
    try {
      TextReader reader = new TextReader(text);
      T value = entry(reader);
      reader.end();
      return value;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(kind + " '" + text.strip() + "': " + e.getMessage(), e);
    }
  }

  /** The shortest text that {@link #parse} turns into an equal value. */
  public String print(T value) {
    String name = nameOf(value);
    T defaults = create(name);
    List<String> arguments = new ArrayList<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object actual = read(component, value);
      if (!actual.equals(read(component, defaults))) {
        arguments.add(
            component.getType() == type
                ? print(type.cast(actual))
                : component.getName() + "=" + printValue(actual));
      }
    }
    return arguments.isEmpty() ? name : name + "(" + String.join(", ", arguments) + ")";
  }

  /** The name under which the class of a value is in the catalog, or that of the class. */
  public String nameOf(T value) {
    for (Map.Entry<String, Class<? extends Record>> entry : entries.entrySet()) {
      if (entry.getValue() == value.getClass()) {
        return entry.getKey();
      }
    }
    String name = value.getClass().getName();
    if (type(name) != value.getClass()) {
      throw new IllegalArgumentException(
          value.getClass() + " cannot be named: it has no package, or another class loader");
    }
    return name;
  }

  /** A number without needless digits: {@code 1e-5}, {@code 0.9}, {@code 3}. */
  public static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "infinity" : "-infinity";
    }
    return Double.toString(value).replace(".0E", "e").replace("E", "e").replaceAll("\\.0$", "");
  }

  private T entry(TextReader reader) {
    String name = reader.word("name of " + article(kind));
    Class<? extends Record> record = type(name);
    if (record == null) {
      throw new IllegalArgumentException(
          "unknown " + kind + " '" + name + "'; known: " + String.join(", ", entries.keySet()));
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (reader.accept('(') && !reader.accept(')')) {
      do {
        argument(name, record, reader, arguments);
      } while (reader.accept(','));
      reader.expect(')');
    }
    return build(name, arguments);
  }

  private void argument(
      String name,
      Class<? extends Record> record,
      TextReader reader,
      Map<String, Object> arguments) {
    String key = reader.peekKey();
    RecordComponent component = null;
    for (RecordComponent candidate : record.getRecordComponents()) {
      if (key == null ? candidate.getType() == type : candidate.getName().equals(key)) {
        component = candidate;
        break;
      }
    }
    if (component == null) {
      throw new IllegalArgumentException(
          "%s has no parameter %s; it has %s"
              .formatted(name, key == null ? "without a key" : "'" + key + "'", describe(record)));
    }
    if (key != null) {
      reader.skipKey();
    }
    Object value =
        component.getType() == type ? entry(reader) : parseValue(component, reader.value());
    if (arguments.put(component.getName(), value) != null) {
      throw new IllegalArgumentException(name + " is given " + component.getName() + " twice");
    }
  }

  private T build(String name, Map<String, Object> arguments) {
    Class<? extends Record> record = type(name);
    try {
      Record defaults = record.getDeclaredConstructor().newInstance();
      RecordComponent[] components = record.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        Object given = arguments.get(components[i].getName());
        values[i] = given != null ? given : read(components[i], defaults);
      }
      return type.cast(record.getDeclaredConstructor(types).newInstance(values));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException cause) {
        throw cause;
      }
      throw new IllegalStateException("constructor of " + record + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          record + " must be a public record with a public constructor without arguments", e);
    }
  }

  private static Object read(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static Object parseValue(RecordComponent component, String text) {
    String name = component.getName();
    Class<?> wanted = component.getType();
    try {
      if (wanted == double.class) {
        return text.equals("infinity") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
      } else if (wanted == int.class) {
        return Integer.parseInt(text);
      } else if (wanted == String.class) {
        return text;
      } else if (wanted == boolean.class && (text.equals("true") || text.equals("false"))) {
        return text.equals("true");
      }
    } catch (NumberFormatException e) {
      // falls through to the message below
    }
    throw new IllegalArgumentException(
        "%s must be %s, was '%s'".formatted(name, article(typeName(wanted)), text));
  }

  private static String printValue(Object value) {
    return value instanceof Double d ? number(d) : value.toString();
  }

  private static String typeName(Class<?> wanted) {
    return wanted == double.class
        ? "number"
        : wanted == int.class
            ? "whole number"
            : wanted == boolean.class ? "boolean (true or false)" : "text";
  }

  private String describe(Class<? extends Record> record) {
    String all =
        java.util.Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "no parameters" : all;
  }

  private static String article(String noun) {
    return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }
}
