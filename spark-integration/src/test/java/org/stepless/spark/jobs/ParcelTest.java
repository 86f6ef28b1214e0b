package org.stepless.spark.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.spark.KryoCopy;

/** What is sent survives Kryo, with which this module's tests run, bit for bit. */
class ParcelTest {
  /** A record, and a class that Java makes by a method of its own. */
  private record Content(double[] numbers, List<Single> singles) implements Serializable {}

  private static final class Single implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Single ONE = new Single();

    private Object readResolve() {
      return ONE;
    }
  }

  private static byte[] bytes(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  @Test
  void holdsWhatKryoCannotMake() {
    Content content = new Content(new double[] {-0.0, Math.PI}, List.of(Single.ONE));
    assertThrows(IllegalArgumentException.class, () -> KryoCopy.copy(content));
    Content copied = KryoCopy.copy(new Parcel<>(content)).content();
    assertArrayEquals(content.numbers(), copied.numbers());
    assertSame(Single.ONE, copied.singles().get(0));
  }

  @Test
  void elementsOfRddsAreMadeAsWell() {
    var numbered = KryoCopy.copy(new PartFunction.Numbered<>(3, List.of("a")));
    assertEquals(new PartFunction.Numbered<>(3, List.of("a")), numbered);
  }

  @Test
  void blocksOfAllLayoutsNeedNoParcel() throws IOException {
    List<Class<?>> layouts = new ArrayList<>();
    for (double value : new double[] {1, 0.5, 0.1}) {
      for (int features : new int[] {2, 40}) {
        RowBlockBuilder builder = new RowBlockBuilder(features, 4);
        for (int row = 0; row < 50; row++) {
          int[] columns = {0, 1};
          builder.addSparse(columns, new double[] {value, value}, 2, row % 3, 1 + row % 2);
        }
        RowBlock block = builder.build();
        layouts.add(block.getClass());
        assertArrayEquals(bytes(block), bytes(KryoCopy.copy(block)));
      }
    }
    assertEquals(5, layouts.stream().distinct().count(), layouts.toString());
  }
}
