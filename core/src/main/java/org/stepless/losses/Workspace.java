package org.stepless.losses;

/** Scratch of one {@link Objective} for one thread, so that nothing is allocated per batch. */
public final class Workspace {
  final double[] margins;

  Workspace(int values) {
    margins = new double[values];
  }
}
