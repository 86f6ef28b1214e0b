package org.stepless.spark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.spark.SharedSpark;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

class BlockDataTest {

  /**
   * As after the loss of the executor that held partition 0: the others have a place, it has none.
   */
  @Test
  void oneBlockKeepsTheOrderOfPartitionsWhereverTheyAre() {
    List<Tuple2<Integer, Seq<String>>> placed = new ArrayList<>();
    for (int partition = 0; partition < 4; partition++) {
      placed.add(new Tuple2<>(partition, seq(partition == 0 ? List.of() : List.of("elsewhere"))));
    }
    SparkContext context = SharedSpark.session().sparkContext();
    RDD<Integer> numbers = context.makeRDD(seq(placed), ClassTag.apply(Integer.class));
    JavaRDD<RowBlock> blocks =
        JavaRDD.fromRDD(numbers, numbers.elementClassTag()).map(BlockDataTest::block);
    try (BlockData data = BlockData.persist(blocks, "rows")) {
      RowBlock block = data.single().first();
      double[] labels = IntStream.range(0, block.rows()).mapToDouble(block::label).toArray();
      assertArrayEquals(new double[] {0, 1, 2, 3}, labels);
    }
  }

  private static RowBlock block(int label) {
    RowBlockBuilder builder = new RowBlockBuilder(1, 1);
    builder.addDense(new double[] {1}, label, 1);
    return builder.build();
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
