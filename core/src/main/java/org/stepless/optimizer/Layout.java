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

  /** How the values of one scalar, one value per replica, become one. */
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

  /** A builder that names nothing yet. */
  public static Builder builder() {
    return new Builder(new Layout(List.of(), List.of()));
  }

  /** A builder whose names follow these; the indices of these stay. */
  public Builder extend() {
    return new Builder(this);
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

  /**
   * Names state and gives it indices, so that a rule says each name once:
   *
   * <pre>
   * private static final Layout.Builder STATE = Layout.builder();
   * private static final int X0 = STATE.vector("x0"), SUM = STATE.vector("sum");
   * private static final int GAMMA = STATE.averaged("gamma");
   * private static final Layout LAYOUT = STATE.build();
   * </pre>
   *
   * The compiler of the virtual machine treats such constants as it does numbers.
   */
  public static final class Builder {
    private final List<String> vectors;
    private final List<Scalar> scalars;

    private Builder(Layout first) {
      vectors = new ArrayList<>(first.vectors);
      scalars = new ArrayList<>(first.scalars);
    }

    /** Names a state vector; returns its index among the vectors. */
    public int vector(String name) {
      vectors.add(name);
      return vectors.size() - 1;
    }

    /** Names a scalar that is averaged when replicas are merged; returns its index. */
    public int averaged(String name) {
      return scalar(new Scalar(name, Merge.AVERAGE));
    }

    /** Names a scalar of which the largest survives a merge; returns its index. */
    public int maximal(String name) {
      return scalar(new Scalar(name, Merge.MAXIMUM));
    }

    /**
     * Names the scalars of another layout {@code times} times, one time after the other, with the
     * number of the time, from 1, behind each name.
     *
     * @return index of the first of them
     */
    public int repeat(Layout other, int times) {
      int first = scalars.size();
      for (int i = 1; i <= times; i++) {
        for (Scalar scalar : other.scalars) {
          scalar(new Scalar(scalar.name + i, scalar.merge));
        }
      }
      return first;
    }

    private int scalar(Scalar scalar) {
      scalars.add(scalar);
      return scalars.size() - 1;
    }

    /** The layout of what is named so far; more may be named after it, for another layout. */
    public Layout build() {
      return new Layout(vectors, scalars);
    }
  }
}
