package org.stepless.cli.input;

import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Data frames with the columns {@code label} (double) and {@code features} (vector) that Spark's
 * estimators expect, with the names of classes and features as column metadata.
 */
public final class Frames {
  /** Share of stored values from which dense vectors are smaller than sparse ones. */
  private static final double DENSE = 2.0 / 3;

  private Frames() {}

  /**
   * A frame of some rows.
   *
   * @param samples the rows
   * @param labels numbers for the labels, or null: the labels are the numbers to predict
   * @param like the input whose features count, the training data
   * @param split which rows
   */
  public static Dataset<Row> of(
      SparkSession spark, Samples samples, Labels labels, Samples like, Split split) {
    int features = like.survey().features();
    Survey survey = samples.survey();
    boolean dense = survey.stored() >= DENSE * survey.rows() * features;
    long[] offsets = samples.offsets();
    JavaRDD<Row> rows =
        samples
            .rdd()
            .mapPartitionsWithIndex(
                (partition, lines) -> {
                  long[] next = {offsets[partition]};
                  return StreamSupport.stream(
                          Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED), false)
                      .filter(line -> split.keeps(next[0]++) && line.isRow())
                      .map(line -> row(line, labels, features, dense))
                      .iterator();
                },
                false);
    int partitions = samples.spec().partitions();
    return spark.createDataFrame(
        partitions > 0 ? rows.repartition(partitions) : rows,
        schema(labels, features, like.featureNames()));
  }

  private static Row row(Sample sample, Labels labels, int features, boolean dense) {
    double label = labels == null ? sample.label() : labels.index(sample);
    Vector vector =
        sample.indices() == null
            ? Vectors.dense(sample.values())
            : Vectors.sparse(features, sample.indices(), sample.values());
    return RowFactory.create(label, dense ? vector.toDense() : vector);
  }

  private static StructType schema(Labels labels, int features, List<String> names) {
    Metadata label =
        labels == null
            ? NumericAttribute.defaultAttr().withName("label").toMetadata()
            : NominalAttribute.defaultAttr()
                .withName("label")
                .withValues(labels.names().toArray(String[]::new))
                .toMetadata();
    AttributeGroup group =
        names == null
            ? new AttributeGroup("features", features)
            : new AttributeGroup(
                "features",
                IntStream.range(0, names.size())
                    .mapToObj(
                        i ->
                            (Attribute)
                                NumericAttribute.defaultAttr().withName(names.get(i)).withIndex(i))
                    .toArray(Attribute[]::new));
    return new StructType(
        new StructField[] {
          new StructField("label", DataTypes.DoubleType, false, label),
          new StructField("features", SQLDataTypes.VectorType(), false, group.toMetadata())
        });
  }
}
