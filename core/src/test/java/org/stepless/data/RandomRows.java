package org.stepless.data;

import java.util.Arrays;
import java.util.Random;

/** Random rows as plain arrays, which the tests' plain loops read, and as a block. */
public final class RandomRows {
  /** What the values look like. */
  public enum Values {
    ONES,
    FLOATS,
    DOUBLES
  }

  public final double[][] rows;
  public final double[] labels;
  public final double[] weights;

  /**
   * @param classes labels are 0 to classes - 1
   */
  public RandomRows(
      long seed,
      int count,
      int columns,
      double density,
      Values values,
      boolean weighted,
      int classes) {
    Random random = new Random(seed);
    rows = new double[count][columns];
    labels = new double[count];
    weights = new double[count];
    for (int r = 0; r < count; r++) {
      for (int j = 0; j < columns; j++) {
        if (random.nextDouble() < density) {
          rows[r][j] =
              switch (values) {
                case ONES -> 1;
                case FLOATS -> random.nextInt(64) / 16.0 - 2;
                case DOUBLES -> random.nextGaussian();
              };
        }
      }
      labels[r] = random.nextInt(classes);
      weights[r] = weighted ? random.nextInt(5) / 2.0 : 1;
    }
  }

  /** The rows as a block, added dense and sparse in turn. */
  public RowBlock block() {
    RowBlockBuilder builder = new RowBlockBuilder(columns(), rows.length);
    for (int r = 0; r < rows.length; r++) {
      double[] row = rows[r];
      if (r % 2 == 0) {
        builder.addDense(row, labels[r], weights[r]);
      } else {
        int[] indices =
            java.util.stream.IntStream.range(0, row.length).filter(j -> row[j] != 0).toArray();
        double[] values = Arrays.stream(indices).mapToDouble(j -> row[j]).toArray();
        builder.addSparse(indices, values, labels[r], weights[r]);
      }
    }
    return builder.build();
  }

  public int columns() {
    return rows.length == 0 ? 0 : rows[0].length;
  }

  /** A random choice of rows in random order. */
  public int[] subset(long seed) {
    Random random = new Random(seed);
    int[] order = new int[random.nextInt(rows.length + 1)];
    Arrays.setAll(order, i -> random.nextInt(rows.length));
    return order;
  }
}
