package org.stepless.spark.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.spark.SharedSpark;

class BlockJobsTest {
  private static final JavaSparkContext CONTEXT =
      JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext());
  private static final long SMALL = 8, LARGE = 1L << 30;

  /** One block a partition; the partition's number is the label of its row. None where skipped. */
  private static JavaRDD<RowBlock> blocks(int partitions, int skipEvery) {
    List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
    return CONTEXT
        .parallelize(numbers, partitions)
        .mapPartitions(
            part -> {
              int number = part.next();
              return skipEvery > 0 && number % skipEvery == 0
                  ? Collections.emptyIterator()
                  : List.of(block(number)).iterator();
            });
  }

  private static RowBlock block(int number) {
    RowBlockBuilder builder = new RowBlockBuilder(1, 1);
    builder.addDense(new double[] {1}, number, 1);
    return builder.build();
  }

  private static String text(int partition, RowBlock block) {
    return partition + "=" + (int) block.label(0);
  }

  /** Joining text depends on the order, whatever the tree, and shows every part once. */
  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,2", "5,2", "6,2", "17,1", "17,2", "17,3", "40,2", "40,6"})
  void partsAreMergedInTheOrderOfTheirPartitions(int partitions, int depth) {
    JavaRDD<RowBlock> blocks = blocks(partitions, 0);
    String expected =
        String.join(" ", IntStream.range(0, partitions).mapToObj(i -> i + "=" + i).toList());
    PartMerge<String> join = parts -> String.join(" ", parts);
    assertEquals(expected, BlockJobs.reduce(blocks, BlockJobsTest::text, join, depth, SMALL));
    assertEquals(expected, BlockJobs.reduce(blocks, BlockJobsTest::text, join, depth, LARGE));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void partitionsWithoutRowsHaveNoPart(int depth) {
    JavaRDD<RowBlock> blocks = blocks(20, 2);
    PartMerge<String> join = parts -> String.join(" ", parts);
    assertEquals(
        "1=1 3=3 5=5 7=7 9=9 11=11 13=13 15=15 17=17 19=19",
        BlockJobs.reduce(blocks, BlockJobsTest::text, join, depth, SMALL));
    assertEquals(10, BlockJobs.collect(blocks, BlockJobsTest::text).size());
  }

  @Test
  void noRowsAtAllAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                BlockJobs.reduce(
                    blocks(8, 1), BlockJobsTest::text, parts -> parts.get(0), 2, SMALL));
    assertTrue(e.getMessage().contains("no rows"), e::getMessage);
  }

  /** Numbers that cancel: plain addition would lose all digits; the reference is exact decimal. */
  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "5,1", "5,2", "17,2", "17,3", "40,2", "40,5"})
  void sumsAreExactToTheLastDigitsWhateverTheTree(int partitions, int depth) {
    Random random = new Random(partitions * 31L + depth);
    double[] values = new double[partitions];
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < partitions; i++) {
      values[i] = (i % 2 == 0 ? 1 : -1) * 1e12 + random.nextGaussian();
      exact = exact.add(new BigDecimal(values[i]));
    }
    BlockTask<GradientSum> task =
        (partition, block) ->
            GradientSum.of(new double[] {values[partition], partition}, values[partition], 3, 0);
    JavaRDD<RowBlock> blocks = blocks(partitions, 0);
    GradientSum sum = BlockJobs.reduce(blocks, task, GradientSum::sum, depth, SMALL);
    double[] gradient = gradient(sum);
    // Between two levels of the tree a sum is rounded to a double once.
    double tolerance = depth == 1 ? 1e-12 : 2e-4;
    assertEquals(exact.doubleValue(), gradient[0], tolerance);
    assertEquals(exact.doubleValue(), sum.loss(), tolerance);
    assertEquals(partitions * (partitions - 1) / 2.0, gradient[1], 0.0);
    assertEquals(3L * partitions, sum.rows());

    GradientSum again = BlockJobs.reduce(blocks, task, GradientSum::sum, depth, LARGE);
    assertArrayEquals(gradient, gradient(again), 0.0);
  }

  @Test
  void aTreeOfOneLevelIsThePlainOrderedSum() {
    int partitions = 23;
    Random random = new Random(7);
    List<GradientSum> parts = new ArrayList<>();
    double[][] values = new double[partitions][4];
    for (int p = 0; p < partitions; p++) {
      for (int i = 0; i < 4; i++) {
        values[p][i] = random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15);
      }
      parts.add(GradientSum.of(values[p], p, 1, 0));
    }
    BlockTask<GradientSum> task =
        (partition, block) -> GradientSum.of(values[partition], partition, 1, 0);
    assertArrayEquals(
        gradient(GradientSum.sum(parts)),
        gradient(BlockJobs.reduce(blocks(partitions, 0), task, GradientSum::sum, 1, SMALL)),
        0.0);
  }

  private static double[] gradient(GradientSum sum) {
    double[] gradient = new double[sum.length()];
    sum.copyGradient(gradient);
    return gradient;
  }
}
