package org.stepless.cli.input;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.stepless.cli.input.Sample.BadRow;

/** Rows of a table with a label and either a vector column {@code features} or numeric columns. */
final class ParquetParser implements Sample.Parser<Row> {
  private static final long serialVersionUID = 1L;
  private static final String FEATURES = "features";

  private final Columns columns;
  private final boolean vector;

  private ParquetParser(Columns columns, boolean vector) {
    this.columns = columns;
    this.vector = vector;
  }

  /**
   * Chooses the columns.
   *
   * @param wanted names of the features, or null: all columns but the label and the ignored ones
   */
  static ParquetParser of(InputSpec input, StructType schema, List<String> wanted) {
    List<String> names = List.of(schema.fieldNames());
    boolean vector =
        names.contains(FEATURES)
            && schema.apply(FEATURES).dataType().equals(SQLDataTypes.VectorType());
    Columns columns = Columns.choose(input, names, vector ? List.of(FEATURES) : wanted);
    StructField label = schema.apply(columns.labelName());
    if (!isNumber(label.dataType()) && !(label.dataType() instanceof StringType)) {
      throw new UserError(
          "%s: the label column '%s' has type %s; it must be a number or text"
              .formatted(input.describe(), label.name(), label.dataType().simpleString()));
    }
    List<String> wrong = new ArrayList<>();
    for (String name : vector ? List.<String>of() : columns.featureNames()) {
      DataType type = schema.apply(name).dataType();
      if (!isNumber(type)) {
        wrong.add("'" + name + "' (" + type.simpleString() + ")");
      }
    }
    if (!wrong.isEmpty()) {
      throw new UserError(
          "%s: column %s is no number; encode it or leave it out with --ignore-cols"
              .formatted(input.describe(), String.join(", ", wrong)));
    }
    return new ParquetParser(columns, vector);
  }

  /** Names of the feature columns; null where they are one vector. */
  List<String> featureNames() {
    return vector ? null : columns.featureNames();
  }

  @Override
  public Sample parse(Row row) {
    Object label = value(row, columns.label(), columns.labelName());
    String text = label instanceof String string ? string : null;
    double number = text == null ? Values.label(number(label)) : Double.NaN;
    if (vector) {
      return sample(
          number, text, (Vector) value(row, columns.features()[0], columns.featureNames().get(0)));
    }
    double[] values = new double[columns.features().length];
    for (int i = 0; i < values.length; i++) {
      String name = columns.featureNames().get(i);
      values[i] =
          Values.finite(number(value(row, columns.features()[i], name)), "column '" + name + "'");
    }
    return Sample.dense(number, text, values);
  }

  private static Sample sample(double label, String text, Vector vector) {
    if (vector instanceof SparseVector sparse) {
      requireFinite(sparse.indices(), sparse.values());
      return new Sample(label, text, sparse.size(), sparse.indices(), sparse.values(), null);
    }
    double[] values = ((DenseVector) vector).values();
    requireFinite(null, values);
    return Sample.dense(label, text, values);
  }

  private static void requireFinite(int[] indices, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        Values.finite(values[i], "feature " + ((indices == null ? i : indices[i]) + 1));
      }
    }
  }

  private static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }

  private static Object value(Row row, int index, String name) {
    if (row.isNullAt(index)) {
      throw new BadRow("column '%s' is empty; remove the row or fill the value", name);
    }
    return row.get(index);
  }

  private static double number(Object value) {
    return value instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) value).doubleValue();
  }
}
