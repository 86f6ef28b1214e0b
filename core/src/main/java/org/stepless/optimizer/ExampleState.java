package org.stepless.optimizer;

/** The state of an {@link ExampleRule}, the same for all of them. */
final class ExampleState {
  private static final Layout.Builder STATE = Layout.builder();

  // Replicas agree in the scalars but the last, so that of equal values the largest is exactly
  // that.
  static final int TAU = STATE.maximal("tau"), MEAN_TRACKER = STATE.maximal("meanTracker");
  static final int SHIFT = STATE.maximal("shift"), FACTOR = STATE.averaged("factor");
  static final Layout WITHOUT_MOMENTUM = STATE.build();
  static final int Z = STATE.vector("z");
  static final Layout WITH_MOMENTUM = STATE.build();

  private ExampleState() {}
}
