package org.stepless.data;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Netlib's BLAS in Java, on the vector API where the JVM runs with {@code --add-modules
 * jdk.incubator.vector}, as Spark does. Never a native library: results would depend on what a
 * machine has installed.
 */
public final class JavaBlas {
  /** The first Java whose compiler adds the lanes of a vector in another order than before. */
  private static final int LANES_IN_ANY_ORDER = 23;

  /**
   * Whether ddot and dgemv of a transposed matrix give the same bits at every call. They end with
   * {@code reduceLanes(ADD)}, which the vector API allows any order: from Java 23 on it changes
   * once the method is compiled, so that sums would depend on how often a process has called it.
   */
  static final boolean SUMS_IN_ORDER =
      Runtime.version().feature() < LANES_IN_ANY_ORDER
          || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty();

  /** The one instance; safe for use by many threads. */
  public static final BLAS BLAS = load();

  private JavaBlas() {}

  /** Keeps netlib's warnings about libraries that nobody asked for off the user's console. */
  private static BLAS load() {
    Logger logger = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");
    Level level = logger.getLevel();
    logger.setLevel(Level.SEVERE);
    try {
      return JavaBLAS.getInstance();
    } finally {
      logger.setLevel(level);
    }
  }
}
