package org.stepless.spark.params;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.stepless.spark.placement.Trackers;
import org.stepless.spark.rows.RowSignature;

/** Puts the trackers of a fit beside the rows that were trained on. */
final class TrackerFrame {
  static final String TRACKER = "tracker";

  private final StructType schema;
  private final int width;

  private TrackerFrame(StructType schema) {
    this.schema = schema;
    width = schema.size();
  }

  /**
   * The data frame with a further column; null where a row was not trained on.
   *
   * @param data the frame that was trained on
   */
  static Dataset<Row> of(SteplessParams<?, ?> params, Dataset<?> data, Trackers trackers) {
    if (List.of(data.columns()).contains(TRACKER)) {
      throw new IllegalArgumentException(
          "the data frame has a column '%s' already; rename it or drop it".formatted(TRACKER));
    }
    Column label = functions.col(params.getLabelCol()).cast(DataTypes.DoubleType);
    String indicator = OptionalColumn.name(params, params.validationIndicatorCol());
    Column trained =
        indicator == null
            ? functions.lit(true)
            : functions.not(functions.coalesce(functions.col(indicator), functions.lit(false)));
    JavaRDD<Row> rows =
        data.select(functions.col("*"), label.as(TRACKER), trained.as("trained")).javaRDD();
    return new TrackerFrame(data.schema()).beside(data, rows, trackers);
  }

  private Dataset<Row> beside(Dataset<?> data, JavaRDD<Row> rows, Trackers trackers) {
    int labelAt = width, trainedAt = width + 1;
    List<RowSignature> partitions =
        rows.mapPartitions(part -> List.of(count(part, labelAt, trainedAt)).iterator()).collect();
    JavaRDD<Row> joined = joined(rows, trackers.beside(partitions), labelAt, trainedAt);
    return data.sparkSession()
        .createDataFrame(joined, schema.add(TRACKER, DataTypes.DoubleType, true));
  }

  private static RowSignature count(Iterator<Row> rows, int labelAt, int trainedAt) {
    RowSignature found = new RowSignature();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (row.getBoolean(trainedAt)) {
        found.add(row.getDouble(labelAt));
      }
    }
    return found;
  }

  private static JavaRDD<Row> joined(
      JavaRDD<Row> rows, JavaRDD<double[]> trackers, int labelAt, int trainedAt) {
    return rows.zipPartitions(
        trackers, (part, column) -> joined(part, column.next(), labelAt, trainedAt));
  }

  private static Iterator<Row> joined(
      Iterator<Row> rows, double[] trackers, int width, int trainedAt) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        Row row = rows.next();
        List<Object> values = new ArrayList<>(width + 1);
        for (int i = 0; i < width; i++) {
          values.add(row.get(i));
        }
        values.add(row.getBoolean(trainedAt) ? trackers[next++] : null);
        return RowFactory.create(values.toArray());
      }
    };
  }
}
