package org.stepless.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Remembers every array that one evaluation of a graph makes and closes them all at its end, so
 * that native memory waits for no garbage collector. ND4J's own managers keep arrays for later.
 */
final class TaskMemory extends AbstractMemoryMgr {
  private final List<INDArray> arrays = new ArrayList<>();

  @Override
  public INDArray allocate(boolean detached, DataType type, long... shape) {
    return keep(Nd4j.createUninitializedDetached(type, shape));
  }

  @Override
  public INDArray allocate(boolean detached, LongShapeDescriptor descriptor) {
    return keep(
        descriptor.isEmpty()
            ? Nd4j.create(descriptor)
            : Nd4j.createUninitializedDetached(descriptor.dataType(), descriptor.getShape()));
  }

  /** Closes an array with the others. */
  INDArray keep(INDArray array) {
    arrays.add(array);
    return array;
  }

  @Override
  public void release(INDArray array) {} // all are closed together

  @Override
  public void close() {
    for (INDArray array : arrays) {
      if (array.closeable()) {
        array.close();
      }
    }
    arrays.clear();
  }
}
