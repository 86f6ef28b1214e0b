package org.stepless.cli.input;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one pass over the samples found.
 *
 * @param lines lines of each partition
 * @param rows number of rows
 * @param features number of columns
 * @param narrowest fewest columns of a row that has all of them; Integer.MAX_VALUE without such
 * @param stored number of stored feature values
 * @param numbers distinct numeric labels; at most {@link #MOST_LABELS} + 1 are kept
 * @param texts distinct labels that are text; likewise
 * @param wholeLabels whether all numeric labels are whole numbers
 * @param problem the first problem, or null
 * @param problemLine its line, from 0
 */
@DefaultSerializer(JavaSerializer.class) // Kryo itself cannot make records
public record Survey(
    long[] lines,
    long rows,
    int features,
    int narrowest,
    long stored,
    SortedSet<Double> numbers,
    SortedSet<String> texts,
    boolean wholeLabels,
    String problem,
    long problemLine)
    implements Serializable {

  /** The largest number of classes. */
  public static final int MOST_LABELS = 1000;

  /** Surveys one partition; stops at the first problem. */
  static Survey of(Iterator<Sample> samples) {
    long lines = 0, rows = 0, stored = 0;
    int features = 0, narrowest = Integer.MAX_VALUE;
    boolean whole = true;
    TreeSet<Double> numbers = new TreeSet<>();
    TreeSet<String> texts = new TreeSet<>();
    String problem = null;
    for (; problem == null && samples.hasNext(); lines++) {
      Sample sample = samples.next();
      problem = sample.problem();
      if (sample.isRow()) {
        rows++;
        stored += sample.values().length;
        features = Math.max(features, sample.width());
        narrowest = Math.min(narrowest, sample.indices() == null ? sample.width() : narrowest);
        if (sample.text() != null) {
          addLimited(texts, sample.text());
        } else {
          addLimited(numbers, sample.label() + 0.0);
          whole &= sample.label() == Math.rint(sample.label());
        }
      }
    }
    return new Survey(
        new long[] {lines},
        rows,
        features,
        narrowest,
        stored,
        numbers,
        texts,
        whole,
        problem,
        lines - 1);
  }

  /** Puts the surveys of all partitions together, in their order. */
  static Survey merge(List<Survey> parts) {
    long[] lines = new long[parts.size()];
    long rows = 0, stored = 0, before = 0, problemLine = -1;
    int features = 0, narrowest = Integer.MAX_VALUE;
    boolean whole = true;
    TreeSet<Double> numbers = new TreeSet<>();
    TreeSet<String> texts = new TreeSet<>();
    String problem = null;
    for (int i = 0; i < lines.length; i++) {
      Survey part = parts.get(i);
      lines[i] = part.lines[0];
      rows += part.rows;
      stored += part.stored;
      features = Math.max(features, part.features);
      narrowest = Math.min(narrowest, part.narrowest);
      whole &= part.wholeLabels;
      part.numbers.forEach(label -> addLimited(numbers, label));
      part.texts.forEach(label -> addLimited(texts, label));
      if (problem == null && part.problem != null) {
        problem = part.problem;
        problemLine = before + part.problemLine;
      }
      before += lines[i];
    }
    return new Survey(
        lines, rows, features, narrowest, stored, numbers, texts, whole, problem, problemLine);
  }

  /** Number of distinct labels; {@link #MOST_LABELS} + 1 stands for more. */
  public int distinctLabels() {
    return Math.min(MOST_LABELS + 1, numbers.size() + texts.size());
  }

  private static <T> void addLimited(TreeSet<T> set, T value) {
    if (set.size() <= MOST_LABELS) {
      set.add(value);
    }
  }
}
