package org.stepless.bench.common;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.cli.input.ClassFile;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Softmax;
import org.stepless.spark.rows.FrameReader;

/**
 * A data set of classes in one block, small enough for one task.
 *
 * @param rows all rows, in the order of the file
 * @param classes number of classes
 */
public record ClassSet(String name, RowBlock rows, int classes) implements Serializable {

  /**
   * Reads a file.
   *
   * @param option the option that named it, for messages
   * @param partitions to read it in, or 0: as it is split
   */
  public static ClassSet read(SparkSession spark, String option, String path, int partitions) {
    try (ClassFile file = ClassFile.read(spark, option, path, partitions)) {
      Loss loss = loss(file.classes());
      return new ClassSet(file.name(), block(file.frame(), loss), file.classes());
    }
  }

  /** All rows of a frame with the columns {@code label} and {@code features}. */
  public static RowBlock block(Dataset<Row> frame, Loss loss) {
    return RowBlock.concat(
        FrameReader.blocks(frame, "features", "label", null, loss::checkLabel).collect());
  }

  /** Logistic loss of one output for two classes, softmax for more. */
  public Loss loss() {
    return loss(classes);
  }

  private static Loss loss(int classes) {
    return classes == 2 ? new Logistic() : new Softmax(classes);
  }

  /** The set with all features divided by a number. */
  public ClassSet dividedBy(double divisor) {
    DoubleUnaryOperator[] maps = new DoubleUnaryOperator[rows.columns()];
    Arrays.fill(maps, (DoubleUnaryOperator) value -> value / divisor);
    return mapped(maps);
  }

  /** The set with every column scaled to [-1, 1], as many LIBSVM files are; constants become -1. */
  public ClassSet scaledToUnit() {
    int columns = rows.columns();
    int[] indices = new int[columns];
    double[] values = new double[columns];
    double[] least = new double[columns], most = new double[columns];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    for (int row = 0; row < rows.rows(); row++) {
      double[] dense = dense(row, indices, values);
      for (int j = 0; j < columns; j++) {
        least[j] = Math.min(least[j], dense[j]);
        most[j] = Math.max(most[j], dense[j]);
      }
    }
    DoubleUnaryOperator[] maps = new DoubleUnaryOperator[columns];
    for (int j = 0; j < columns; j++) {
      double from = least[j], width = most[j] > least[j] ? most[j] - least[j] : 1;
      maps[j] = value -> 2 * (value - from) / width - 1;
    }
    return mapped(maps);
  }

  private ClassSet mapped(DoubleUnaryOperator[] maps) {
    int columns = rows.columns();
    int[] indices = new int[columns];
    double[] values = new double[columns];
    RowBlockBuilder builder = new RowBlockBuilder(columns, rows.rows());
    for (int row = 0; row < rows.rows(); row++) {
      double[] dense = dense(row, indices, values);
      for (int j = 0; j < columns; j++) {
        dense[j] = maps[j].applyAsDouble(dense[j]);
      }
      builder.addDense(dense, rows.label(row), rows.weight(row));
    }
    return new ClassSet(name, builder.build(), classes);
  }

  private double[] dense(int row, int[] indices, double[] values) {
    double[] dense = new double[rows.columns()];
    for (int i = rows.copyRow(row, indices, values) - 1; i >= 0; i--) {
      dense[indices[i]] = values[i];
    }
    return dense;
  }
}
