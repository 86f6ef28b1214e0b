package org.stepless.bench.polyak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.LBFGS;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.mllib.optimization.SquaredL2Updater;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.stepless.cli.Commands;
import scala.Tuple2;

class PolyakBenchTest {
  private static final int ROWS = 300, COLUMNS = 3;
  private static final SparkSession SPARK = Commands.spark();

  /** Noisy classes; the second column is ten times as large as the others. */
  private static Dataset<Row> data(double scale, boolean bias) {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double[] x = new double[COLUMNS + (bias ? 1 : 0)];
      double margin = random.nextGaussian();
      for (int j = 0; j < COLUMNS; j++) {
        // The first row has the largest values.
        double value = i == 0 ? 1 : 2 * random.nextDouble() - 1;
        margin += (2 - j) * value;
        x[j] = j == 1 ? scale * value : value;
      }
      if (bias) {
        x[COLUMNS] = 1;
      }
      rows.add(
          RowFactory.create(margin > 0 ? 1.0 : 0.0, org.apache.spark.ml.linalg.Vectors.dense(x)));
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);
    return SPARK.createDataFrame(rows, schema);
  }

  private static Vector mllib(org.apache.spark.ml.linalg.Vector vector) {
    return Vectors.dense(vector.toArray());
  }

  @Test
  void theMinimumIsSparks() {
    RDD<Tuple2<Object, Vector>> rows =
        data(1, true)
            .javaRDD()
            .map(row -> new Tuple2<Object, Vector>(row.getDouble(0), mllib(row.getAs(1))))
            .rdd();
    double[] history =
        LBFGS
            .runLBFGS(
                rows,
                new LogisticGradient(),
                new SquaredL2Updater(),
                10,
                1e-14,
                500,
                1.0 / ROWS,
                Vectors.zeros(COLUMNS + 1))
            ._2();
    ScaledLogistic problem = ScaledLogistic.of(data(10, false));
    assertEquals(history[history.length - 1], problem.minimum(), 1e-10);
    assertEquals((COLUMNS + 1) / 4.0 + 1.0 / ROWS, problem.largestSmoothness(), 1e-12);
  }

  @Test
  void methodsApproachTheMinimum() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(SPARK.sparkContext());
    ScaledLogistic problem = ScaledLogistic.of(data(10, false));
    try (PolyakBench bench = new PolyakBench(context, problem, 12, 1)) {
      for (String method : new String[] {"taps", "motaps", PolyakBench.SGD, "prodigy"}) {
        PolyakBench.Curve curve = bench.run(method);
        double last = curve.suboptimality()[11];
        assertTrue(last > 0 && last < 0.05, method + " " + last);
        assertTrue(curve.lastGradientNorm() < 0.2, method + " " + curve.lastGradientNorm());
      }
      PolyakBench.Curve wild = bench.run("sgd(lr=1e200)");
      assertTrue(Double.isNaN(wild.suboptimality()[11]), "divergence is shown, not hidden");
    }
  }
}
