package org.stepless.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers from Java arrays to native ones and back; row-major. */
final class NativeArrays {
  private NativeArrays() {}

  /** {@code values} as an array of this shape and type. */
  static INDArray of(double[] values, long[] shape, DataType type) {
    if (shape.length == 0) {
      return Nd4j.scalar(type, values[0]);
    }
    INDArray doubles =
        Nd4j.create(values, shape, Nd4j.getStrides(shape, 'c'), 'c', DataType.DOUBLE);
    if (type == DataType.DOUBLE) {
      return doubles;
    }
    INDArray cast = doubles.castTo(type);
    doubles.close();
    return cast;
  }

  /** Overwrites {@code target} with {@code values[from..]}. */
  static void assign(double[] values, int from, INDArray target) {
    if (isPlain(target)) {
      target.data().asNioDouble().put(values, from, (int) target.length());
      return;
    }
    double[] part = Arrays.copyOfRange(values, from, from + (int) target.length());
    INDArray source = of(part, target.shape(), target.dataType());
    target.assign(source);
    source.close();
  }

  /** Whether the numbers stand in Java's own order in memory that Java can reach. */
  private static boolean isPlain(INDArray array) {
    return array.dataType() == DataType.DOUBLE
        && array.ordering() == 'c'
        && !array.isView()
        && Nd4j.getEnvironment().isCPU();
  }

  /** The numbers of an array of any type and order. */
  static double[] toJava(INDArray array) {
    if (isPlain(array)) {
      double[] values = new double[(int) array.length()];
      array.data().asNioDouble().get(values);
      return values;
    }
    INDArray ordered = array.dup('c');
    INDArray doubles = ordered.castTo(DataType.DOUBLE);
    double[] values = doubles.data().asDouble();
    if (doubles != ordered) {
      doubles.close();
    }
    ordered.close();
    return values;
  }

  /** Adds {@code factor} times the numbers of an array to {@code target[from..]}. */
  static void add(double factor, INDArray array, double[] target, int from) {
    double[] values = toJava(array);
    for (int i = 0; i < values.length; i++) {
      target[from + i] += factor * values[i];
    }
  }
}
