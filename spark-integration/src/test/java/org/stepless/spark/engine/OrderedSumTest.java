package org.stepless.spark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.spark.SharedSpark;

class OrderedSumTest {
  private static final JavaSparkContext CONTEXT =
      JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext());

  /** Numbers that cancel: plain addition would lose all digits; the reference is exact decimal. */
  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "5,1", "5,2", "17,2", "17,3", "40,2", "40,5"})
  void sumsAreExactToTheLastDigitsWhateverTheTree(int partitions, int depth) {
    Random random = new Random(partitions * 31L + depth);
    List<OrderedSum.Part> parts = new ArrayList<>();
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < partitions; i++) {
      double value = (i % 2 == 0 ? 1 : -1) * 1e12 + random.nextGaussian();
      parts.add(new OrderedSum.Part(i, new double[] {value, i}));
      exact = exact.add(new BigDecimal(value));
    }
    JavaRDD<OrderedSum.Part> rdd = CONTEXT.parallelize(parts, partitions);
    double[] sum = OrderedSum.of(rdd, partitions, 2, depth);
    // Between two levels of the tree a sum is rounded to a double once.
    assertEquals(exact.doubleValue(), sum[0], depth == 1 ? 1e-12 : 2e-4);
    assertEquals(partitions * (partitions - 1) / 2.0, sum[1], 0.0);
    assertArrayEquals(sum, OrderedSum.of(rdd, partitions, 2, depth), 0.0);
  }
}
