package org.stepless.spark.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.spark.Samples;
import org.stepless.spark.ScalaValues;
import org.stepless.spark.SharedSpark;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag;

class BlockDataTest {

  /**
   * As after the loss of the executor that held partition 0: the others have a place, it has none.
   */
  @Test
  void oneBlockKeepsTheOrderOfPartitionsWhereverTheyAre() {
    List<Tuple2<Integer, Seq<String>>> placed = new ArrayList<>();
    for (int partition = 0; partition < 4; partition++) {
      placed.add(
          new Tuple2<>(
              partition, ScalaValues.list(partition == 0 ? List.of() : List.of("elsewhere"))));
    }
    SparkContext context = SharedSpark.session().sparkContext();
    @SuppressWarnings({"rawtypes", "unchecked"}) // the inner Seq is another type in Scala 2.12
    RDD<Integer> numbers =
        context.makeRDD(
            (scala.collection.immutable.List) ScalaValues.list(placed),
            ClassTag.apply(Integer.class));
    JavaRDD<RowBlock> blocks =
        JavaRDD.fromRDD(numbers, numbers.elementClassTag()).map(BlockDataTest::block);
    try (BlockData data = BlockData.persist(blocks, "rows")) {
      RowBlock block = data.single().first();
      double[] labels = IntStream.range(0, block.rows()).mapToDouble(block::label).toArray();
      assertArrayEquals(new double[] {0, 1, 2, 3}, labels);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9, Integer.MAX_VALUE})
  void whatIsKnownOfTheRowsDoesNotDependOnTheTasks(int tasks) {
    Random random = new Random(4);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      double[] values = random.doubles(3, -1, 1).toArray();
      rows.add(RowFactory.create(Vectors.dense(values), (double) i, 1.0));
    }
    Dataset<Row> frame = Samples.frame(rows).repartition(7).where("label % 7 < 5");
    JavaRDD<RowBlock> blocks = FrameReader.blocks(frame, "features", "label", null, label -> {});
    try (BlockData expected = BlockData.persist(blocks, "rows");
        BlockData data = BlockData.persist(copy(blocks), "rows", tasks)) {
      assertArrayEquals(expected.partitionRows(), data.partitionRows());
      assertArrayEquals(expected.statistics().means(), data.statistics().means());
      assertArrayEquals(expected.statistics().variances(), data.statistics().variances());
      double[] labels = labels(expected.driverBlocks());
      assertArrayEquals(labels, labels(data.driverBlocks()));
      assertArrayEquals(labels, labels(blocks.collect()));
      assertEquals(715, labels.length);
    }
  }

  private static double[] labels(List<RowBlock> blocks) {
    RowBlock all = RowBlock.concat(blocks);
    return IntStream.range(0, all.rows()).mapToDouble(all::label).toArray();
  }

  /** An RDD of its own, since an RDD is persisted once. */
  private static JavaRDD<RowBlock> copy(JavaRDD<RowBlock> blocks) {
    return blocks.map(block -> block);
  }

  @Test
  void onlySmallFramesThatAreInMemoryAreReadInFewerTasks() {
    SparkSession session = SharedSpark.session();
    Dataset<Row> small = session.range(0, 1000, 1, 8).toDF();
    Dataset<Row> large = session.range(0, 1 << 20, 1, 8).toDF();
    assertEquals(Integer.MAX_VALUE, FrameReader.tasks(small));
    small.cache();
    assertEquals(Integer.MAX_VALUE, FrameReader.tasks(small.select("id"))); // not computed yet
    small.count();
    assertEquals(1, FrameReader.tasks(small.select("id")));
    assertEquals(1, FrameReader.tasks(small.select("id").where("id > 3")));
    assertEquals(Integer.MAX_VALUE, FrameReader.tasks(small.select("id").union(large)));
    UserDefinedFunction slow = functions.udf((Long id) -> id + 1, DataTypes.LongType);
    Column id = functions.col("id");
    assertEquals(Integer.MAX_VALUE, FrameReader.tasks(small.select(slow.apply(id).plus(1))));
    assertEquals(
        Integer.MAX_VALUE, FrameReader.tasks(small.select(functions.explode(functions.array(id)))));
    assertEquals(Integer.MAX_VALUE, FrameReader.tasks(small.as("a").crossJoin(small.as("b"))));
    large.cache().count(); // 8 MiB and a little
    assertEquals(8, FrameReader.tasks(large.select("id")));
    assertEquals(8, FrameReader.tasks(small.select("id").union(large)));
    small.unpersist();
    large.unpersist();
  }

  private static RowBlock block(int label) {
    RowBlockBuilder builder = new RowBlockBuilder(1, 1);
    builder.addDense(new double[] {1}, label, 1);
    return builder.build();
  }
}
