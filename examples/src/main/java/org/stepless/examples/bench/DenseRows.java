package org.stepless.examples.bench;

import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Dense rows of normal features, with labels drawn from a logistic model; the same every time. */
public final class DenseRows {
  private static final long SEED = 20;

  private DenseRows() {}

  /** A frame with the columns {@code label} (0 or 1) and {@code features}, not yet computed. */
  public static Dataset<Row> frame(SparkSession spark, int rows, int features, int partitions) {
    List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
    JavaRDD<Row> drawn =
        new JavaSparkContext(spark.sparkContext())
            .parallelize(numbers, partitions)
            .flatMap(partition -> rows(rows, features, partition, partitions));
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);
    return spark.createDataFrame(drawn, schema);
  }

  private static Iterator<Row> rows(int rows, int features, int partition, int partitions) {
    Random random = new Random(SEED + partition);
    int from = (int) ((long) rows * partition / partitions);
    int to = (int) ((long) rows * (partition + 1) / partitions);
    return IntStream.range(from, to).mapToObj(i -> row(random, features)).iterator();
  }

  private static Row row(Random random, int features) {
    double[] values = new double[features];
    double margin = 0;
    for (int j = 0; j < features; j++) {
      values[j] = random.nextGaussian();
      margin += values[j] * (j % 2 == 0 ? 1 : -1) / Math.sqrt(features);
    }
    double label = random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
    return RowFactory.create(label, Vectors.dense(values));
  }
}
