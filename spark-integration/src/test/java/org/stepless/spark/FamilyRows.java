package org.stepless.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of generalized linear models whose margins are positive with any link, with and without an
 * intercept: columns features, label, weight and offset.
 */
final class FamilyRows {
  private static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType)
          .add("offset", DataTypes.DoubleType);

  private FamilyRows() {}

  static Dataset<Row> of(String family, int rows) {
    Random random = new Random(17);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double a = 0.5 + random.nextDouble(), b = 0.2 + random.nextDouble(), c = random.nextDouble();
      double m = 1.5 * a + b - 0.4 * c;
      double label =
          switch (family) {
            case "gaussian" -> m + 0.3 * random.nextGaussian() + 0.5;
            case "binomial" -> Math.min(3, Math.floor(4 * random.nextDouble() * m / 2.5)) / 3;
            case "poisson" -> Math.floor(m * 2 * random.nextDouble() + 0.3);
            case "gamma" -> m * (0.4 + 1.2 * random.nextDouble());
            case "tweedie" -> random.nextDouble() < 0.2 ? 0 : m * (0.4 + 1.2 * random.nextDouble());
            default -> throw new IllegalArgumentException(family);
          };
      all.add(
          RowFactory.create(
              Vectors.dense(a, b, c), label, 1.0 + i % 3, 0.1 + 0.2 * random.nextDouble()));
    }
    return SharedSpark.session().createDataFrame(all, SCHEMA).coalesce(1).cache();
  }
}
