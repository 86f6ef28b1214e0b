package org.stepless.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.stepless.optimizer.UpdateRule;

class BackendTest {
  @Test
  void describesItselfWithMemoryLimitsAndThreads() {
    Assumptions.assumeFalse(Backend.get().gpu());
    String text = Backend.get().describe(new Hardware(Device.CPU, 2, () -> 0));
    assertTrue(text.startsWith("ND4J CpuBackend on the CPU with OpenMP and OPENBLAS, "), text);
    assertTrue(text.contains("native memory at most 1024 MiB (process 6144 MiB)"), text);
    assertTrue(text.endsWith(", 2 threads per task"), text);
  }

  @Test
  void threadsAreSet() {
    for (int threads : new int[] {1, 2}) {
      Backend.open(new Hardware(Device.AUTO, threads, () -> Hardware.GpuNumber.ANY));
      assertEquals(threads, Nd4j.getEnvironment().maxMasterThreads());
      NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
      assertEquals(threads, natives.ompGetMaxThreads());
      assertEquals(threads, Nd4j.factory().blas().getMaxThreads());
    }
  }

  @Test
  void anotherDeviceThanTheBackendsIsAnError() {
    Backend cpu = new Backend(false, "a CPU"), gpu = new Backend(true, "a GPU");
    cpu.require(Device.CPU);
    cpu.require(Device.AUTO);
    gpu.require(Device.GPU);
    gpu.require(Device.AUTO);
    message("put org.nd4j:nd4j-cuda-11.6:1.0.0-M2.1 in its place", () -> cpu.require(Device.GPU));
    message("put org.nd4j:nd4j-native:1.0.0-M2.1 in its place", () -> gpu.require(Device.CPU));
  }

  @Test
  void gpusThatAreNotSeenAreRefused() {
    Backend.requireNumber(1, 2);
    message("the task was given GPU 2, but this process sees 2", () -> Backend.requireNumber(2, 2));
  }

  @Test
  void cardsWithoutCodeAreNamed() {
    Backend.requireCapability("K80", 3, 7);
    Backend.requireCapability("L4", 8, 9);
    message("'H100' has compute capability 9.0", () -> Backend.requireCapability("H100", 9, 0));
    message("'M2090' has compute capability 2.0", () -> Backend.requireCapability("M2090", 2, 0));
  }

  /** Only the classes of this project: what needs ND4J says so, all else works. */
  @Test
  void withoutNd4jTheMessageSaysWhatToAdd() throws Exception {
    URL classes = Backend.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader alone =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      InvocationTargetException e =
          assertThrows(
              InvocationTargetException.class,
              () -> alone.loadClass(Backend.class.getName()).getMethod("get").invoke(null));
      String message = e.getCause().getMessage();
      assertTrue(message.contains("needs ND4J, which is not on the class path"), message);
      assertTrue(message.contains("org.nd4j:nd4j-native:1.0.0-M2.1"), message);
      Object rule =
          alone
              .loadClass("org.stepless.methods.Methods")
              .getMethod("parse", String.class)
              .invoke(null, "prodigy");
      assertFalse(rule instanceof UpdateRule, "another loader's class");
      assertEquals("Prodigy", rule.getClass().getSimpleName());
    }
  }

  private static void message(String part, Runnable action) {
    IllegalStateException e = assertThrows(IllegalStateException.class, action::run);
    assertTrue(e.getMessage().contains(part), e::getMessage);
  }
}
