package org.stepless.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.LoggerFactory;

/**
 * The ND4J backend of this process: the class path chooses it, once. Logged when it is first
 * opened.
 *
 * @param gpu whether it computes on GPUs
 * @param description name, devices and memory limits in one line
 */
public record Backend(boolean gpu, String description) {
  // The published nd4j-cuda-11.6 holds machine code for these and no PTX; code for 8.6 runs on 8.9.
  private static final int OLDEST_CAPABILITY = 37;
  private static final int FIRST_UNKNOWN_CAPABILITY = 90;

  private static Backend found;
  private static boolean announced;

  /**
   * The backend; loads it at the first call, which takes about two seconds.
   *
   * @throws IllegalStateException if there is none, or none that runs here, saying what to do
   */
  public static synchronized Backend get() {
    if (found == null) {
      Nd4jLibrary.require();
      found = find();
    }
    return found;
  }

  private static Backend find() {
    try {
      boolean gpu = !Nd4j.getEnvironment().isCPU();
      return new Backend(gpu, describe(gpu));
    } catch (ExceptionInInitializerError | NoClassDefFoundError | UnsatisfiedLinkError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "ND4J found no backend that runs here (%s); %s; a GPU backend also needs an NVIDIA driver"
              .formatted(cause, Nd4jLibrary.REMEDY),
          e);
    }
  }

  /**
   * Prepares the calling thread: its GPU, and as many threads as it may use.
   *
   * @return the backend
   * @throws IllegalStateException if the device asked for is not the backend's, saying what to do
   */
  public static Backend open(Hardware hardware) {
    Backend backend = get();
    backend.require(hardware.device());
    int number = backend.gpu ? hardware.gpu().get() : Hardware.GpuNumber.ANY;
    if (number != Hardware.GpuNumber.ANY) {
      requireNumber(number, natives().getAvailableDevices());
      Nd4j.getAffinityManager().unsafeSetDevice(number);
    }
    if (hardware.threads() > 0) {
      setThreads(hardware.threads());
    }
    announce(backend.describe(hardware));
    return backend;
  }

  private static synchronized void announce(String text) {
    if (!announced) {
      announced = true;
      LoggerFactory.getLogger(Backend.class).info("{}", text);
    }
  }

  /** Backend, devices, memory limits and threads, for logs and summaries. */
  public String describe(Hardware hardware) {
    return "%s, %s per task"
        .formatted(
            description,
            hardware.threads() == 0
                ? "all cores"
                : hardware.threads() == 1 ? "1 thread" : hardware.threads() + " threads");
  }

  /**
   * @throws IllegalStateException if the process does not see so many GPUs
   */
  static void requireNumber(int number, int visible) {
    if (number < 0 || number >= visible) {
      throw new IllegalStateException(
          ("the task was given GPU %d, but this process sees %d; let the discovery script number"
                  + " GPUs as the process sees them, from 0 (CUDA_VISIBLE_DEVICES renumbers)")
              .formatted(number, visible));
    }
  }

  /** OpenMP's number belongs to the calling thread, the others to the process. */
  private static void setThreads(int threads) {
    natives().setOmpNumThreads(threads);
    if (Nd4j.getEnvironment().maxMasterThreads() != threads) {
      Nd4j.getEnvironment()
          .setMaxMasterThreads(threads); // of ND4J's own thread pool, as one op uses
    }
    if (Nd4j.factory().blas().getMaxThreads() != threads) {
      Nd4j.factory().blas().setMaxThreads(threads);
    }
  }

  /**
   * @throws IllegalStateException if this is not the kind of backend that {@code device} needs
   */
  void require(Device device) {
    if (device == Device.GPU && !gpu) {
      throw new IllegalStateException(
          ("device is gpu, but the ND4J backend on the class path computes on the CPU (%s); put"
                  + " org.nd4j:nd4j-cuda-11.6:1.0.0-M2.1 in its place, or set device to auto or cpu")
              .formatted(description));
    }
    if (device == Device.CPU && gpu) {
      throw new IllegalStateException(
          ("device is cpu, but the ND4J backend on the class path computes on GPUs (%s); put"
                  + " org.nd4j:nd4j-native:1.0.0-M2.1 in its place, or set device to auto or gpu")
              .formatted(description));
    }
  }

  private static NativeOps natives() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  private static String describe(boolean gpu) {
    return "ND4J %s on %s, native memory at most %s (process %s)"
        .formatted(
            Nd4j.getBackend().getClass().getSimpleName(),
            gpu ? String.join(" and ", gpus()) : "the CPU with OpenMP and " + blas(),
            megabytes(Pointer.maxBytes()),
            megabytes(Pointer.maxPhysicalBytes()));
  }

  private static String blas() {
    return Nd4j.factory().blas().getBlasVendor().name();
  }

  private static List<String> gpus() {
    List<String> names = new ArrayList<>();
    NativeOps natives = natives();
    for (int i = 0; i < natives.getAvailableDevices(); i++) {
      String name = natives.getDeviceName(i);
      requireCapability(name, natives.getDeviceMajor(i), natives.getDeviceMinor(i));
      names.add("GPU %d (%s, %s)".formatted(i, name, megabytes(natives.getDeviceTotalMemory(i))));
    }
    return names;
  }

  /**
   * @throws IllegalStateException if ND4J's binary holds no code for such a GPU
   */
  static void requireCapability(String name, int major, int minor) {
    int capability = 10 * major + minor;
    if (capability < OLDEST_CAPABILITY || capability >= FIRST_UNKNOWN_CAPABILITY) {
      throw new IllegalStateException(
          ("GPU '%s' has compute capability %d.%d; the released nd4j-cuda-11.6 holds code for 3.7 to"
                  + " 8.6 only, which runs on cards up to Ada: use such a card, or nd4j-native")
              .formatted(name, major, minor));
    }
  }

  private static String megabytes(long bytes) {
    return bytes == 0 ? "unlimited" : bytes / (1 << 20) + " MiB";
  }
}
