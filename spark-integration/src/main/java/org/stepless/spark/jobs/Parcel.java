package org.stepless.spark.jobs;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * What goes from one process to another: a result on its way to the driver, a broadcast value.
 *
 * <p>Spark packs these with {@code spark.serializer}, which many clusters set to Kryo. Kryo cannot
 * make a record and passes over {@code readObject}, {@code readResolve} and their like. The
 * annotation tells it to leave a parcel with all it holds to Java's serialization, so whatever that
 * can pack goes with either serializer, to the same bits. Elements of RDDs that are not made of
 * plain fields and may be collected, shuffled, spilled or parallelized carry the same annotation.
 */
@DefaultSerializer(JavaSerializer.class)
final class Parcel<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // what is sent must be serializable
  private final T content;

  Parcel(T content) {
    this.content = content;
  }

  T content() {
    return content;
  }
}
