package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.data.RowBlock;
import org.stepless.spark.rows.FrameReader;
import org.stepless.spark.rows.RowRanges;

class NumPartitionsTest {
  private static final Dataset<Row> DATA = Samples.linear(103, 3, 3);

  /** The rows in the same order, cut into other partitions. */
  private static Dataset<Row> cut(int partitions) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext());
    return SharedSpark.session()
        .createDataFrame(context.parallelize(DATA.collectAsList(), partitions), DATA.schema());
  }

  private static List<List<Double>> labels(JavaRDD<RowBlock> blocks) {
    return blocks
        .map(
            block -> {
              List<Double> labels = new ArrayList<>();
              for (int row = 0; row < block.rows(); row++) {
                labels.add(block.label(row));
              }
              return labels;
            })
        .collect();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 103})
  void cutsRowsInOrderIntoEqualBlocks(int parts) {
    JavaRDD<RowBlock> source = FrameReader.blocks(DATA, "features", "label", "weight", label -> {});
    List<Double> before = labels(source).stream().flatMap(List::stream).toList();
    try (RowRanges ranges = RowRanges.of(source, parts)) {
      List<List<Double>> after = labels(ranges.blocks());
      assertEquals(parts, after.size());
      assertEquals(before, after.stream().flatMap(List::stream).toList());
      for (List<Double> block : after) {
        assertTrue(block.size() == 103 / parts || block.size() == 103 / parts + 1);
      }
    }
  }

  @Test
  void moreBlocksThanRowsLeaveSomeEmpty() {
    JavaRDD<RowBlock> source = FrameReader.blocks(DATA, "features", "label", null, label -> {});
    try (RowRanges ranges = RowRanges.of(source, 150)) {
      assertEquals(103, labels(ranges.blocks()).size());
      assertEquals(150, ranges.blocks().getNumPartitions());
    }
  }

  @Test
  void theResultDependsOnTheOrderOfTheRowsAlone() {
    SteplessLinearRegression estimator =
        new SteplessLinearRegression()
            .setMode("local")
            .setMaxEpochs(3)
            .setNumPartitions(3)
            .setWeightCol("weight");
    LinearRegressionModel model = estimator.fit(DATA);
    assertTrue(estimator.summary().mode().contains("mode local"), estimator.summary()::mode);
    for (int partitions : new int[] {1, 4}) {
      LinearRegressionModel other = estimator.fit(cut(partitions));
      assertEquals(model.coefficients(), other.coefficients());
      assertEquals(model.intercept(), other.intercept());
    }
    Messages.assertMessage("numPartitions", () -> estimator.setNumPartitions(-1));
  }
}
