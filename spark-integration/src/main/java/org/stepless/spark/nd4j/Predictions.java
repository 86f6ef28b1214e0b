package org.stepless.spark.nd4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.stepless.nd4j.SameDiffPredictor;

/**
 * The rows of a partition with the output of a graph in place of their last column, a vector of
 * features; evaluated by the tile.
 */
final class Predictions implements Iterator<Row> {
  private final Iterator<Row> rows;
  private final SameDiffPredictor predictor;
  private final String column;
  private final Deque<Row> done = new ArrayDeque<>();

  /**
   * @param column that the features come from, for messages
   */
  Predictions(Iterator<Row> rows, SameDiffPredictor predictor, String column) {
    this.rows = rows;
    this.predictor = predictor;
    this.column = column;
  }

  @Override
  public boolean hasNext() {
    return !done.isEmpty() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (done.isEmpty()) {
      evaluate();
    }
    return done.poll();
  }

  private void evaluate() {
    List<Row> tile = new ArrayList<>();
    while (tile.size() < SameDiffPredictor.TILE && rows.hasNext()) {
      tile.add(rows.next());
    }
    int columns = predictor.columns();
    double[] values = new double[tile.size() * columns];
    for (int r = 0; r < tile.size(); r++) {
      System.arraycopy(features(tile.get(r), columns), 0, values, r * columns, columns);
    }
    double[] outputs = predictor.output(values, tile.size());
    int width = outputs.length / tile.size();
    for (int r = 0; r < tile.size(); r++) {
      double[] output = new double[width];
      System.arraycopy(outputs, r * width, output, 0, width);
      done.add(extended(tile.get(r), output));
    }
  }

  private double[] features(Row row, int columns) {
    int at = row.size() - 1;
    if (row.isNullAt(at)) {
      throw new IllegalArgumentException(
          "column '%s' is null in some row; drop or fill such rows".formatted(column));
    }
    double[] features = ((Vector) row.get(at)).toArray();
    if (features.length != columns) {
      throw new IllegalArgumentException(
          "column '%s' holds %d numbers in some row, the placeholders take %d"
              .formatted(column, features.length, columns));
    }
    return features;
  }

  private static Row extended(Row row, double[] output) {
    Object[] values = new Object[row.size() + 1];
    for (int i = 0; i < row.size() - 1; i++) {
      values[i] = row.get(i);
    }
    values[row.size() - 1] = Vectors.dense(output);
    values[row.size()] = prediction(output);
    return RowFactory.create(values);
  }

  private static double prediction(double[] output) {
    int best = 0;
    for (int k = 1; k < output.length; k++) {
      if (output[k] > output[best]) {
        best = k;
      }
    }
    return output.length == 1 ? output[0] : best;
  }
}
