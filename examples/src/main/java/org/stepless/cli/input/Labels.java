package org.stepless.cli.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import org.stepless.text.Catalog;

/**
 * The classes of a file. Spark numbers classes 0, 1, ...; a file's labels, sorted, get these
 * numbers in turn. Text is sorted as text; where any label is text, all are.
 */
public final class Labels implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 10;

  @SuppressWarnings("serial") // a copy by List.copyOf, which is serializable
  private final List<String> names;

  private final HashMap<String, Double> indices = new HashMap<>();
  private final boolean identity;

  private Labels(List<String> names) {
    this.names = List.copyOf(names);
    boolean same = true;
    for (int i = 0; i < names.size(); i++) {
      indices.put(names.get(i), (double) i);
      same &= names.get(i).equals(Integer.toString(i));
    }
    this.identity = same;
  }

  /** The labels that a survey found. */
  public static Labels of(Survey survey) {
    List<String> names = new ArrayList<>();
    survey.numbers().forEach(number -> names.add(Catalog.number(number)));
    if (survey.texts().isEmpty()) {
      return new Labels(names);
    }
    TreeSet<String> sorted = new TreeSet<>(survey.texts());
    sorted.addAll(names);
    return new Labels(new ArrayList<>(sorted));
  }

  /** The labels as written in the file, in the order of their numbers. */
  public List<String> names() {
    return names;
  }

  /** Number of classes. */
  public int count() {
    return names.size();
  }

  /** Requires that another input holds none but these labels. */
  public void requireKnown(Samples other) {
    for (String name : of(other.survey()).names()) {
      if (!indices.containsKey(name)) {
        throw new UserError(
            "%s: the label '%s' does not occur in the training data (%s); remove such rows"
                .formatted(other.spec().describe(), name, shorten(names)));
      }
    }
  }

  /** The mapping in one line. */
  public String describe() {
    if (identity) {
      return "0 to " + (names.size() - 1) + ", as they are";
    }
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      pairs.add(names.get(i) + " -> " + i);
    }
    return shorten(pairs);
  }

  double index(Sample sample) {
    if (identity) {
      return sample.label();
    }
    return indices.get(
        sample.text() != null ? sample.text() : Catalog.number(sample.label() + 0.0));
  }

  private static String shorten(List<String> list) {
    if (list.size() <= SHOWN) {
      return String.join(", ", list);
    }
    return String.join(", ", list.subList(0, SHOWN - 1)) + ", ..., " + list.get(list.size() - 1);
  }
}
