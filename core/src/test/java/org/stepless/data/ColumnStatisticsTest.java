package org.stepless.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.stepless.data.RandomRows.Values;

class ColumnStatisticsTest {
  /** Figures of org.apache.spark.ml.stat.SummarizerBuffer, Spark 4.1.0, on the same rows. */
  @Test
  void equalsSparksSummarizer() {
    RowBlockBuilder builder = new RowBlockBuilder(4, 5);
    builder.addDense(new double[] {1, 0, -3.5, 1e6 + 1}, 2, 1);
    builder.addDense(new double[] {0, 0, 2.25, 1e6 + 2}, -1, 2.5);
    builder.addDense(new double[] {4, 0, 0, 1e6 + 4}, 5, 0.5);
    builder.addDense(new double[] {-2.5, 7, 0.5, 1e6 + 8}, 0, 3);
    builder.addDense(new double[] {9, 9, 9, 9}, 77, 0);
    ColumnStatistics s = ColumnStatistics.of(builder.build());
    assertArrayEquals(
        new double[] {-0.6428571428571429, 3.0, 0.5178571428571427, 1000004.5714285715},
        s.means(),
        1e-9);
    assertArrayEquals(
        new double[] {5.353846153846154, 18.092307692307696, 5.121634615384616, 13.938461538243038},
        s.variances(),
        1e-9);
    assertArrayEquals(
        new double[] {2.3138379705256273, 4.2535053417514, 2.2631028733543284, 3.7334249072725485},
        s.standardDeviations(),
        1e-9);
    assertArrayEquals(
        new long[] {3, 1, 3, 4},
        new long[] {s.nonZeros(0), s.nonZeros(1), s.nonZeros(2), s.nonZeros(3)});
    assertEquals(7.0, s.weightSum());
    assertEquals(4, s.count());
    assertEquals(-1, s.labelMin());
    assertEquals(5, s.labelMax());
  }

  /** A plain computation in two passes, over the whole and over merged parts. */
  @Property(tries = 200)
  void equalsTwoPasses(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int count) {
    Random random = new Random(seed);
    Values values = Values.values()[random.nextInt(3)];
    RandomRows data =
        new RandomRows(seed, count, 5, random.nextDouble(), values, random.nextBoolean(), 3);
    double shift = random.nextBoolean() ? 0 : 1e4;
    int cut = random.nextInt(count + 1);
    RowBlockBuilder first = new RowBlockBuilder(5, 1), second = new RowBlockBuilder(5, 1);
    double total = 0, squares = 0;
    for (int r = 0; r < count; r++) {
      data.rows[r][0] += shift;
      (r < cut ? first : second).addDense(data.rows[r], data.labels[r], data.weights[r]);
      total += data.weights[r];
      squares += data.weights[r] * data.weights[r];
    }
    RowBlock a = first.build(), b = second.build();
    ColumnStatistics whole = ColumnStatistics.of(RowBlock.concat(java.util.List.of(a, b)));
    ColumnStatistics merged = ColumnStatistics.of(a).merge(ColumnStatistics.of(b));
    for (int j = 0; j < 5; j++) {
      double mean = 0, variance = 0;
      long nonZeros = 0;
      for (int r = 0; r < count; r++) {
        mean += total > 0 ? data.weights[r] * data.rows[r][j] / total : 0;
        nonZeros += data.weights[r] > 0 && data.rows[r][j] != 0 ? 1 : 0;
      }
      for (int r = 0; r < count; r++) {
        variance += data.weights[r] * Math.pow(data.rows[r][j] - mean, 2);
      }
      double divisor = total - squares / total;
      variance = divisor > 0 ? variance / divisor : 0;
      for (ColumnStatistics s : new ColumnStatistics[] {whole, merged}) {
        assertEquals(mean, s.means()[j], 1e-12 * (1 + shift));
        assertEquals(variance, s.variances()[j], 1e-10 * (1 + shift * 1e-2) * (1 + variance));
        assertEquals(nonZeros, s.nonZeros(j));
      }
    }
    assertEquals(total, merged.weightSum(), 1e-12);
  }

  @Test
  void aLargeOffsetKeepsTheVariance() {
    RowBlockBuilder builder = new RowBlockBuilder(1, 1);
    for (int i = 0; i < 1000; i++) {
      builder.addDense(new double[] {1e9 + i % 2}, 0, 1);
    }
    double expected = 0.25 * 1000 / 999;
    assertEquals(expected, ColumnStatistics.of(builder.build()).variances()[0], 1e-6);
  }

  @Test
  void fewRows() {
    ColumnStatistics none = ColumnStatistics.of(new RowBlockBuilder(2, 0).build());
    assertArrayEquals(new double[2], none.means());
    assertArrayEquals(new double[2], none.variances());
    assertEquals(Double.POSITIVE_INFINITY, none.labelMin());
    RowBlockBuilder one = new RowBlockBuilder(2, 1);
    one.addDense(new double[] {3, 0}, 4, 2);
    ColumnStatistics single = none.merge(ColumnStatistics.of(one.build()));
    assertArrayEquals(new double[] {3, 0}, single.means());
    assertArrayEquals(new double[2], single.variances());
    assertEquals(
        "statistics of 2 and of 3 columns cannot be merged",
        assertThrows(
                IllegalArgumentException.class,
                () -> none.merge(ColumnStatistics.of(new RowBlockBuilder(3, 0).build())))
            .getMessage());
  }

  private static void refused(String start, RowBlockBuilder builder) {
    RowBlock block = builder.build();
    String message =
        assertThrows(IllegalArgumentException.class, () -> ColumnStatistics.of(block)).getMessage();
    assertEquals(start + " so that no value is beyond 1e100", message);
  }

  /** Dense and sparse rows, of features, labels and weights. */
  @Test
  void valuesWhoseSquaresOverflowAreNamed() {
    for (double value : new double[] {1e160, -1e130}) {
      RowBlockBuilder dense = new RowBlockBuilder(2, 2), sparse = new RowBlockBuilder(20, 2);
      dense.addDense(new double[] {1, 2}, 0, 1);
      dense.addDense(new double[] {1, value}, 0, 1);
      sparse.addSparse(new int[] {7}, new double[] {value}, 0, 1);
      String number = value > 0 ? "1e160" : "-1e130";
      String rest =
          ", whose square overflows; drop the row if that is an error, or divide the column";
      refused("row 1, column 1: the feature is " + number + rest, dense);
      refused("row 0, column 7: the feature is " + number + rest, sparse);
    }
    RowBlockBuilder labels = new RowBlockBuilder(1, 1), weights = new RowBlockBuilder(1, 1);
    labels.addDense(new double[1], 1e200, 1);
    weights.addDense(new double[1], 1, 1e200);
    refused(
        "row 0: the label is 1e200, whose square overflows; drop the row if that is an error, or"
            + " divide the labels",
        labels);
    refused(
        "row 0: the weight is 1e200, whose square overflows; drop the row if that is an error, or"
            + " divide the weights",
        weights);
  }

  @Test
  void rowsOfNoWeightMayHoldWhatOverflows() {
    RowBlockBuilder builder = new RowBlockBuilder(1, 2);
    builder.addDense(new double[] {1e160}, 0, 0);
    builder.addDense(new double[] {3}, 0, 1);
    assertEquals(3, ColumnStatistics.of(builder.build()).means()[0]);
  }
}
