package org.stepless.spark.params;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.stepless.spark.rows.LabelCheck;

/** Factors on the weights of the rows of each class. */
record ClassWeights(double[] factors) {

  /** Refuses a text that is neither none, balanced nor a list of weights. */
  static void check(String text) {
    if (!text.equals(ClassWeightParams.NONE) && !text.equals(ClassWeightParams.BALANCED)) {
      parse(text);
    }
  }

  /** The weights listed in a text, one a class. */
  static ClassWeights parse(String text) {
    try {
      double[] factors =
          Arrays.stream(text.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
      if (Arrays.stream(factors).allMatch(f -> f >= 0 && f < Double.POSITIVE_INFINITY)) {
        return new ClassWeights(factors);
      }
    } catch (NumberFormatException e) {
      // the message below tells what is wrong with it
    }
    throw new IllegalArgumentException(
        ("classWeights must be none, balanced, or one number a class, each at least 0 and finite,"
                + " such as '1, 2.5'; was '%s'")
            .formatted(text));
  }

  /**
   * Weights that make every class count the same. One job, which reads labels and weights only;
   * sums are taken in the order of the rows, so that they do not depend on which task ends first.
   *
   * @param rows label and weight, both numbers; rows with a null are left to later checks
   */
  static ClassWeights balanced(Dataset<Row> rows, LabelCheck check) {
    double[] sums = new double[0];
    for (double[] part : classWeights(rows.toJavaRDD(), check).collect()) {
      sums = Arrays.copyOf(sums, Math.max(sums.length, part.length));
      for (int c = 0; c < part.length; c++) {
        sums[c] += part[c];
      }
    }
    double total = Arrays.stream(sums).sum();
    long present = Arrays.stream(sums).filter(sum -> sum > 0).count();
    return new ClassWeights(
        Arrays.stream(sums).map(sum -> sum > 0 ? total / (present * sum) : 1).toArray());
  }

  private static JavaRDD<double[]> classWeights(JavaRDD<Row> rows, LabelCheck check) {
    return rows.mapPartitions(
        part -> {
          double[] sums = new double[2];
          while (part.hasNext()) {
            Row row = part.next();
            if (!row.isNullAt(0) && !row.isNullAt(1)) {
              check.check(row.getDouble(0));
              int label = (int) row.getDouble(0);
              if (label >= sums.length) {
                sums = Arrays.copyOf(sums, Math.max(label + 1, 2 * sums.length));
              }
              sums[label] += row.getDouble(1);
            }
          }
          return List.of(sums).iterator();
        });
  }

  /** A check of labels that also requires a factor for the class. */
  LabelCheck and(LabelCheck check) {
    int classes = factors.length;
    return label -> {
      check.check(label);
      if (label >= classes) {
        throw new IllegalArgumentException(
            "classWeights gives factors for %d classes, but there is a row of class %d"
                .formatted(classes, (int) label));
      }
    };
  }

  /** The weight of a row times the factor of its class; unchanged where the label is no class. */
  Column times(Column weight, Column label) {
    Column[] literals = Arrays.stream(factors).mapToObj(functions::lit).toArray(Column[]::new);
    Column factor = functions.get(functions.array(literals), label.cast(DataTypes.IntegerType));
    return functions
        .when(label.between(0, factors.length - 1), weight.multiply(factor))
        .otherwise(weight);
  }
}
