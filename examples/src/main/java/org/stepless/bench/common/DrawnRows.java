package org.stepless.bench.common;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Frames of drawn rows. */
final class DrawnRows {
  private DrawnRows() {}

  /** Draws the given number of rows of a partition, the same every time. */
  @FunctionalInterface
  interface Source extends Serializable {
    Iterator<Row> draw(int partition, int rows);
  }

  /** A frame with the columns {@code label} and {@code features}, not yet computed. */
  static Dataset<Row> frame(SparkSession spark, int rows, int partitions, Source source) {
    List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
    JavaRDD<Row> drawn =
        new JavaSparkContext(spark.sparkContext())
            .parallelize(numbers, partitions)
            .flatMap(partition -> source.draw(partition, share(rows, partition, partitions)));
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);
    return spark.createDataFrame(drawn, schema);
  }

  private static int share(int rows, int partition, int partitions) {
    return (int) ((long) rows * (partition + 1) / partitions)
        - (int) ((long) rows * partition / partitions);
  }
}
