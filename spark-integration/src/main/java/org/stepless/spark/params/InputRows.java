package org.stepless.spark.params;

import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.stepless.data.RowBlock;
import org.stepless.spark.fit.FitRows;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.FrameReader;
import org.stepless.spark.rows.LabelCheck;
import org.stepless.spark.rows.RowRanges;

/** The rows of a data frame that a fit trains on and validates on, with their weights. */
final class InputRows implements FitRows {
  private static final String CLASS_WEIGHTED = "weight times class weight";

  private final SteplessParams<?, ?> params;
  private final String weight;
  private final LabelCheck check;
  private final Dataset<?> training;
  private final Dataset<?> validation;

  /**
   * @param check of the labels of all rows
   */
  InputRows(SteplessParams<?, ?> params, Dataset<?> data, LabelCheck check) {
    this.params = params;
    String weightCol = OptionalColumn.name(params, params.weightCol());
    String indicatorCol = OptionalColumn.name(params, params.validationIndicatorCol());
    requireNumbers(data, weightCol);
    Dataset<?> trained = data, held = null;
    if (indicatorCol != null) {
      Column indicator = functions.coalesce(indicator(data, indicatorCol), functions.lit(false));
      trained = data.where(functions.not(indicator));
      held = data.where(indicator);
    }
    ClassWeights factors = classWeights(trained, weightCol, check);
    if (factors == null) {
      this.weight = weightCol;
      this.check = check;
      this.training = trained;
      this.validation = held;
    } else {
      this.weight = CLASS_WEIGHTED;
      this.check = factors.and(check);
      Column product = factors.times(weight(weightCol), label());
      this.training = trained.withColumn(CLASS_WEIGHTED, product);
      this.validation = held == null ? null : held.withColumn(CLASS_WEIGHTED, product);
    }
  }

  /** Texts could be cast, and one that is no number would become null. */
  private static void requireNumbers(Dataset<?> data, String weightCol) {
    if (weightCol == null) {
      return;
    }
    DataType type = data.schema().apply(weightCol).dataType();
    if (!(type instanceof NumericType)) {
      throw new IllegalArgumentException(
          "weightCol '%s' must be a column of numbers, was %s; cast it"
              .formatted(weightCol, type.simpleString()));
    }
  }

  private static Column indicator(Dataset<?> data, String name) {
    DataType type = data.schema().apply(name).dataType();
    if (!type.equals(DataTypes.BooleanType)) {
      throw new IllegalArgumentException(
          "validationIndicatorCol '%s' must be a boolean column, was %s"
              .formatted(name, type.simpleString()));
    }
    return functions.col(name);
  }

  private ClassWeights classWeights(Dataset<?> trained, String weightCol, LabelCheck labels) {
    String text =
        params instanceof ClassWeightParams<?> c ? c.getClassWeights() : ClassWeightParams.NONE;
    return switch (text) {
      case ClassWeightParams.NONE -> null;
      case ClassWeightParams.BALANCED ->
          ClassWeights.balanced(trained.select(label(), weight(weightCol)), labels);
      default -> ClassWeights.parse(text);
    };
  }

  private Column label() {
    return functions.col(params.getLabelCol()).cast(DataTypes.DoubleType);
  }

  private static Column weight(String column) {
    return column == null ? functions.lit(1.0) : functions.col(column).cast(DataTypes.DoubleType);
  }

  @Override
  public BlockData training() {
    JavaRDD<RowBlock> blocks = blocks(training, check);
    int parts = params.getNumPartitions();
    if (parts == 0) {
      int tasks = FrameReader.tasks(training);
      return require(BlockData.persist(blocks, trainingName(), tasks), trainingName());
    }
    try (RowRanges ranges = RowRanges.of(blocks, parts)) {
      return require(BlockData.persist(ranges.blocks(), trainingName()), trainingName());
    }
  }

  @Override
  public Optional<BlockData> validation(LabelCheck known, BlockData trained) {
    if (validation == null) {
      return Optional.empty();
    }
    LabelCheck first = check;
    JavaRDD<RowBlock> blocks =
        blocks(
            validation,
            label -> {
              first.check(label);
              known.check(label);
            });
    BlockData held = require(BlockData.persist(blocks, validationName()), validationName());
    if (held.columns() != trained.columns()) {
      held.close();
      throw new IllegalArgumentException(
          "column '%s' holds vectors of %d features to train on and of %d to validate on"
              .formatted(params.getFeaturesCol(), trained.columns(), held.columns()));
    }
    return Optional.of(held);
  }

  private BlockData require(BlockData rows, String name) {
    if (!(params instanceof FamilyParams<?, ?> family && family.getFitIntercept())) {
      rows.requireColumns(name); // as in Spark, these may have an intercept alone
    }
    double sum = rows.statistics().weightSum();
    if (!(sum > 0)) {
      rows.close();
      throw new IllegalArgumentException(
          "column '%s' gives all rows of %s together the weight %s; it must be positive"
              .formatted(weight, name, sum));
    }
    return rows;
  }

  private JavaRDD<RowBlock> blocks(Dataset<?> rows, LabelCheck labels) {
    String offset = params instanceof FamilyParams<?, ?> family ? family.offsetOrNull() : null;
    return FrameReader.blocks(
        rows, params.getFeaturesCol(), params.getLabelCol(), weight, offset, labels);
  }

  /** The rows trained on, for messages. */
  private String trainingName() {
    String columns =
        "columns '%s' and '%s'".formatted(params.getFeaturesCol(), params.getLabelCol());
    return validation == null
        ? columns
        : "%s where '%s' is not true".formatted(columns, params.getValidationIndicatorCol());
  }

  /** The rows validated on, for messages. */
  private String validationName() {
    return "columns '%s' and '%s' where '%s' is true"
        .formatted(
            params.getFeaturesCol(), params.getLabelCol(), params.getValidationIndicatorCol());
  }
}
