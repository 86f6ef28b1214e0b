package org.stepless.spark.params;

import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeType;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Dataset;

/** What the metadata of a label column say, as a StringIndexer leaves them. */
public final class ClassMetadata {
  private ClassMetadata() {}

  /** The number of classes; 0 if none is declared. */
  public static int declaredClasses(Dataset<?> data, String labelCol) {
    Attribute attribute = Attribute.fromStructField(data.schema().apply(labelCol));
    if (attribute.attrType().equals(AttributeType.Nominal())) {
      NominalAttribute nominal = (NominalAttribute) attribute;
      return nominal.getNumValues().isDefined() ? (int) nominal.getNumValues().get() : 0;
    }
    return attribute instanceof BinaryAttribute ? 2 : 0;
  }
}
