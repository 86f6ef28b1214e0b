package org.stepless.examples.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows drawn from a seed. */
final class SyntheticRows {
  private static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType);

  private SyntheticRows() {}

  /** Draws the features of one row and returns its label. */
  @FunctionalInterface
  interface Draw {
    double fill(Random random, double[] features);
  }

  static Dataset<Row> frame(SparkSession spark, int count, int columns, long seed, Draw draw) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] features = new double[columns];
      double label = draw.fill(random, features);
      rows.add(RowFactory.create(Vectors.dense(features), label));
    }
    return spark.createDataFrame(rows, SCHEMA).repartition(1).cache();
  }
}
