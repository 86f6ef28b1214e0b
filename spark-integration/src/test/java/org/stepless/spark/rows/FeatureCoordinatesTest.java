package org.stepless.spark.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.spark.SharedSpark;

class FeatureCoordinatesTest {
  private static final int ROWS = 256;

  /** Four indicators that are 1 in every second, 16th, 128th row and in none; 8 in every fourth. */
  private static RowBlock rare() {
    int[] every = {2, 16, 128, 2 * ROWS};
    RowBlockBuilder builder = new RowBlockBuilder(40, ROWS);
    for (int row = 1; row <= ROWS; row++) {
      double[] values = new double[40]; // most columns are empty: the rows are sparse
      for (int j = 0; j < every.length; j++) {
        values[j] = row % every[j] == 0 ? 1 : 0;
      }
      values[39] = row % 4 == 0 ? 8 : 0;
      builder.addDense(values, row % 2, 1);
    }
    return builder.build();
  }

  /** What one unit of every coordinate does to its coefficient: 1 / scale. */
  private static double[] units(FeatureCoordinates coordinates) {
    JavaSparkContext context = new JavaSparkContext(SharedSpark.session().sparkContext());
    JavaRDD<RowBlock> rows = context.parallelize(List.of(rare()), 1);
    try (BlockData data = BlockData.persist(rows, "rows")) {
      double[] model = new double[41], point = new double[41];
      Arrays.fill(point, 0, 40, 1);
      coordinates.of(data, 1, true).toModel(point, model);
      return model;
    }
  }

  /** An indicator of share p has the deviation sqrt(p (1 - p) n / (n - 1)). */
  private static double deviation(double p) {
    return Math.sqrt(p * (1 - p) * ROWS / (ROWS - 1.0));
  }

  @Test
  void standardizedStepsAreDeviations() {
    double[] units = units(FeatureCoordinates.STANDARDIZED);
    assertEquals(1 / deviation(1.0 / 2), units[0], 1e-12);
    assertEquals(1 / deviation(1.0 / 16), units[1], 1e-12);
    assertEquals(1 / deviation(1.0 / 128), units[2], 1e-12);
    assertEquals(0, units[3]);
    assertEquals(1 / (8 * deviation(1.0 / 4)), units[39], 1e-12);
  }

  @Test
  void rareFeaturesTakeSmallerStepsThanTheirDeviationsSay() {
    double[] units = units(FeatureCoordinates.AUTO);
    assertEquals(Math.pow(2, -0.25) / deviation(1.0 / 2), units[0], 1e-12);
    assertEquals(Math.pow(16, -0.25) / deviation(1.0 / 16), units[1], 1e-12);
    assertEquals(Math.pow(128, -0.25) / deviation(1.0 / 128), units[2], 1e-12);
    assertEquals(0, units[3]);
    assertEquals(Math.pow(4, -0.25) / (8 * deviation(1.0 / 4)), units[39], 1e-12);
  }
}
