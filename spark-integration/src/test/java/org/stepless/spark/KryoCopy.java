package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/** What an object becomes on its way to another process, where Spark serializes with Kryo. */
public final class KryoCopy {
  private KryoCopy() {}

  /** The object, written and read back. */
  @SuppressWarnings("unchecked") // a copy is of the class of its original
  public static <T> T copy(T original) {
    SharedSpark.session();
    assertEquals(KryoSerializer.class, SparkEnv.get().serializer().getClass());
    SerializerInstance kryo = SparkEnv.get().serializer().newInstance();
    ClassTag<T> tag = (ClassTag<T>) ClassTag.apply(original.getClass());
    ByteBuffer bytes = kryo.serialize(original, tag);
    return kryo.deserialize(bytes, tag);
  }
}
