package org.stepless.nd4j;

import java.io.Serializable;
import org.stepless.text.Check;

/**
 * What a task may compute with; goes with the objective to wherever it runs.
 *
 * @param device on which to compute
 * @param threads for OpenMP and BLAS; 0 leaves ND4J's choice, all cores
 * @param gpu asked by every task for its GPU, where the backend is one of GPUs
 */
public record Hardware(Device device, int threads, GpuNumber gpu) implements Serializable {
  /** What the backend offers, with ND4J's own choice of threads and GPU. */
  public static final Hardware ANY = new Hardware(Device.AUTO, 0, () -> GpuNumber.ANY);

  /** Finds the GPU of the task that asks. */
  @FunctionalInterface
  public interface GpuNumber extends Serializable {
    /** Leaves the choice to ND4J. */
    int ANY = -1;

    /** Number of a GPU, from 0, or {@link #ANY}. */
    int get();
  }

  public Hardware {
    Check.atLeast("threads", threads, 0);
  }
}
