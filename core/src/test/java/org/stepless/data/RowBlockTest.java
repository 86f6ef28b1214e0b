package org.stepless.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.stepless.data.RandomRows.Values;

class RowBlockTest {
  /** Every layout that can hold the rows gives the margins and gradients of plain loops. */
  @Property(tries = 300)
  void kernelsEqualPlainLoops(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 23) int count,
      @ForAll @IntRange(max = 19) int columns,
      @ForAll @IntRange(min = 1, max = 6) int outputs,
      @ForAll Values values) {
    Random random = new Random(seed);
    RandomRows data = new RandomRows(seed, count, columns, random.nextDouble(), values, false, 2);
    int[] subset = data.subset(seed);
    for (RowBlock block : layouts(data.block(), values)) {
      check(data, block, null, 0, count, outputs, random);
      check(data, block, null, count / 3, count, outputs, random);
      check(data, block, subset, 0, subset.length, outputs, random);
      check(data, block, subset, subset.length / 2, subset.length, outputs, random);
    }
  }

  private static List<RowBlock> layouts(RowBlock block, Values values) {
    List<RowBlock> all = new ArrayList<>(List.of(block));
    for (boolean dense : new boolean[] {true, false}) {
      all.add(Assembly.copy(List.of(block), dense, Precision.DOUBLE));
      if (values != Values.DOUBLES) {
        all.add(Assembly.copy(List.of(block), dense, Precision.FLOAT));
      }
      if (values == Values.ONES) {
        all.add(Assembly.copy(List.of(block), dense, Precision.ONES));
      }
    }
    return all;
  }

  private static void check(
      RandomRows data, RowBlock block, int[] order, int from, int to, int outputs, Random random) {
    int columns = data.columns();
    double[] x = random.doubles(columns * outputs + outputs, -1, 1).toArray();
    double[] multipliers = random.doubles((to - from) * outputs, -1, 1).toArray();
    double[] gradient = random.doubles(columns * outputs + outputs, -1, 1).toArray();
    double[] expectedMargins = new double[(to - from) * outputs];
    double[] expectedGradient = gradient.clone();
    double[] expectedTile = new double[(to - from) * columns];
    for (int r = from; r < to; r++) {
      double[] row = data.rows[order == null ? r : order[r]];
      System.arraycopy(row, 0, expectedTile, (r - from) * columns, columns);
      for (int k = 0; k < outputs; k++) {
        for (int j = 0; j < columns; j++) {
          expectedMargins[(r - from) * outputs + k] += row[j] * x[j * outputs + k];
          expectedGradient[j * outputs + k] += multipliers[(r - from) * outputs + k] * row[j];
        }
      }
    }
    double[] margins = new double[expectedMargins.length];
    Arrays.fill(margins, 1e6);
    block.margins(order, from, to, x, outputs, margins);
    block.addGradient(order, from, to, multipliers, outputs, gradient);
    double[] tile = new double[expectedTile.length];
    Arrays.fill(tile, 1e6);
    block.copyRows(order, from, to, tile);
    assertArrayEquals(expectedTile, tile);
    assertArrayEquals(expectedMargins, margins, 1e-12, block.getClass().getSimpleName());
    assertArrayEquals(expectedGradient, gradient, 1e-12, block.getClass().getSimpleName());
  }

  /** Rounding doubles to floats changes margins by no more than the rounding of the values. */
  @Property(tries = 50)
  void floatIsNearDouble(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int outputs) {
    RandomRows data = new RandomRows(seed, 9, 30, 0.5, Values.DOUBLES, false, 2);
    double[] x = new Random(seed).doubles(30 * outputs, -1, 1).toArray();
    RowBlock block = data.block();
    double[] exact = new double[9 * outputs], near = new double[9 * outputs];
    block.margins(null, 0, 9, x, outputs, exact);
    for (boolean dense : new boolean[] {true, false}) {
      RowBlock rounded = Assembly.copy(List.of(block), dense, Precision.FLOAT);
      rounded.margins(null, 0, 9, x, outputs, near);
      for (int i = 0; i < near.length; i++) {
        double size = 0;
        for (int j = 0; j < 30; j++) {
          size += Math.abs(data.rows[i / outputs][j] * x[j * outputs + i % outputs]);
        }
        assertEquals(exact[i], near[i], size * Math.scalb(1, -24) + 1e-14);
      }
    }
  }

  @Property(tries = 100)
  void concatHoldsTheRowsOfItsParts(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int parts) {
    Random random = new Random(seed);
    List<RowBlock> blocks = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    List<Double> labels = new ArrayList<>(), weights = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      Values values = Values.values()[random.nextInt(3)];
      RandomRows data =
          new RandomRows(
              random.nextLong(),
              1 + random.nextInt(8),
              7,
              random.nextDouble(),
              values,
              random.nextBoolean(),
              3);
      blocks.add(data.block());
      rows.addAll(List.of(data.rows));
      Arrays.stream(data.labels).forEach(labels::add);
      Arrays.stream(data.weights).forEach(weights::add);
    }
    assertRows(RowBlock.concat(blocks), rows, labels, weights);
  }

  private static void assertRows(
      RowBlock block, List<double[]> rows, List<Double> labels, List<Double> weights) {
    assertEquals(rows.size(), block.rows());
    double weightSum = 0;
    for (int r = 0; r < block.rows(); r++) {
      int[] indices = new int[block.columns()];
      double[] values = new double[block.columns()], row = new double[block.columns()];
      int n = block.copyRow(r, indices, values);
      for (int i = 0; i < n; i++) {
        assertTrue(i == 0 || indices[i] > indices[i - 1]);
        row[indices[i]] = values[i];
      }
      assertArrayEquals(rows.get(r), row);
      assertEquals(labels.get(r), block.label(r));
      assertEquals(weights.get(r), block.weight(r));
      weightSum += weights.get(r);
    }
    assertEquals(weightSum, block.weightSum(null, 0, block.rows()), 1e-12);
    assertEquals(weights.get(0) + weights.get(0), block.weightSum(new int[] {0, 0}, 0, 2), 1e-12);
    assertEquals(weights.stream().anyMatch(w -> w != 1), block.weighted());
  }

  @Test
  void concatRefusesWhatDoesNotFit() {
    RowBlock two = new RowBlockBuilder(2, 0).build(), three = new RowBlockBuilder(3, 0).build();
    assertEquals(
        "blocks of 2 and of 3 columns cannot be joined",
        assertThrows(IllegalArgumentException.class, () -> RowBlock.concat(List.of(two, three)))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> RowBlock.concat(List.of()));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Assembly.requireFits(30_000_000L, 100, 3_000_000_000L))
            .getMessage();
    assertTrue(message.contains("30000000 rows of 100 columns with 3000000000 values"), message);
  }

  @Test
  void blocksSerialise() throws IOException, ClassNotFoundException {
    RandomRows data = new RandomRows(1, 6, 4, 0.5, Values.FLOATS, true, 2);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(data.block());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      check(data, (RowBlock) in.readObject(), null, 0, 6, 2, new Random(2));
    }
  }
}
