package org.stepless.optimizer;

import java.util.ArrayList;
import java.util.List;

/**
 * The names of a rule's state vectors and scalars, in index order, and how scalars of several
 * replicas become one after local training. State vectors are always averaged by weight.
 *
 * @param vectors names of the state vectors, each as long as the point
 * @param scalars names of the scalars and how they merge
 */
public record Layout(List<String> vectors, List<Scalar> scalars) {

  /** How the values of one scalar, one value a replica, become one. */
  public enum Merge {
    /** Weighted average: running sums and averages. */
    AVERAGE,
    /** Largest value: estimates of the distance D, which only grow. */
    MAXIMUM
  }

  /**
   * A named scalar.
   *
   * @param name for messages and recorded trajectories
   * @param merge how replicas' values become one
   */
  public record Scalar(String name, Merge merge) {}

  public Layout {
    vectors = List.copyOf(vectors);
    scalars = List.copyOf(scalars);
  }

  /** A layout with these state vectors and no scalars. */
  public static Layout vectors(String... names) {
    return new Layout(List.of(names), List.of());
  }

  /** This layout with further scalars that are averaged when replicas are merged. */
  public Layout averaged(String... names) {
    return with(Merge.AVERAGE, names);
  }

  /** This layout with further scalars of which the largest survives a merge. */
  public Layout maximal(String... names) {
    return with(Merge.MAXIMUM, names);
  }

  private Layout with(Merge merge, String... names) {
    List<Scalar> all = new ArrayList<>(scalars);
    for (String name : names) {
      all.add(new Scalar(name, merge));
    }
    return new Layout(vectors, all);
  }

  /** This layout followed by the vectors and scalars of another. */
  public Layout and(Layout other) {
    List<String> allVectors = new ArrayList<>(vectors);
    allVectors.addAll(other.vectors);
    List<Scalar> allScalars = new ArrayList<>(scalars);
    allScalars.addAll(other.scalars);
    return new Layout(allVectors, allScalars);
  }

  /** Index of the last scalar of this name (a wrapper's own follow its base's), or -1. */
  public int scalarIndex(String name) {
    for (int i = scalars.size() - 1; i >= 0; i--) {
      if (scalars.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
