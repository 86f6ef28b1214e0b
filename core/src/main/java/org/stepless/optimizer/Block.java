package org.stepless.optimizer;

/**
 * A contiguous range of coordinates: the point, its gradient and the rule's state vectors.
 *
 * <p>The arrays may be longer than the block; the block's coordinates are the indices {@link
 * #from()} (inclusive) to {@link #to()} (exclusive) in all of them.
 */
public final class Block {
  /** Coordinates of a scratch block: small enough to stay in the first-level cache. */
  static final int SCRATCH_LENGTH = 512;

  private final double[] x;
  private final double[] gradient;
  private final double[][] vectors;
  private int from;
  private int to;
  private long offset;
  private Block scratch;

  /**
   * @param x the point
   * @param gradient gradient at {@code x}
   * @param vectors state vectors in the order of the rule's layout
   * @param from first index of the block in the arrays
   * @param to index after the last
   * @param offset global coordinate number of index {@code from}
   */
  public Block(double[] x, double[] gradient, double[][] vectors, int from, int to, long offset) {
    if (from < 0 || to < from || to > x.length || to > gradient.length) {
      throw new IllegalArgumentException(
          "block [%d, %d) does not fit x of length %d and gradient of length %d"
              .formatted(from, to, x.length, gradient.length));
    }
    this.x = x;
    this.gradient = gradient;
    this.vectors = vectors;
    this.from = from;
    this.to = to;
    this.offset = offset;
  }

  /** The point; a rule's {@code apply} writes the block's part of it, nothing else does. */
  public double[] x() {
    return x;
  }

  /** Gradient at {@link #x()}, by the same indices; rules only read it. */
  public double[] gradient() {
    return gradient;
  }

  /** State vector by its index in the rule's layout. */
  public double[] vector(int index) {
    return vectors[index];
  }

  /** First index of the block in all arrays. */
  public int from() {
    return from;
  }

  /** Index after the block's last in all arrays. */
  public int to() {
    return to;
  }

  /** Coordinates of the block; may be 0. */
  public int length() {
    return to - from;
  }

  /** Global coordinate number of index {@link #from()}. */
  public long offset() {
    return offset;
  }

  /** Makes this the block of the indices from {@code from} to {@code to} of a whole model. */
  void move(int from, int to) {
    this.from = from;
    this.to = to;
    offset = from;
  }

  /**
   * A small block of this block's own, for rules that contain a rule and must see its step before
   * it is taken, and for intermediate results. Made at first use, then the same for every step.
   */
  public Block scratch() {
    if (scratch == null) {
      int n = Math.min(SCRATCH_LENGTH, x.length);
      scratch = new Block(new double[n], new double[n], new double[vectors.length][n], 0, n, 0);
    }
    return scratch;
  }

  /**
   * Makes this scratch block a copy of the part of {@code source} that starts at index {@code
   * start}, with its first {@code vectorCount} state vectors.
   *
   * @return the number of coordinates copied
   */
  public int load(Block source, int start, int vectorCount) {
    int n = Math.min(x.length, source.to - start);
    System.arraycopy(source.x, start, x, 0, n);
    System.arraycopy(source.gradient, start, gradient, 0, n);
    for (int v = 0; v < vectorCount; v++) {
      System.arraycopy(source.vectors[v], start, vectors[v], 0, n);
    }
    from = 0;
    to = n;
    offset = source.offset + (start - source.from);
    return n;
  }

  /** Writes the first {@code vectorCount} state vectors of this scratch block back. */
  public void storeVectors(Block target, int start, int vectorCount) {
    for (int v = 0; v < vectorCount; v++) {
      System.arraycopy(vectors[v], 0, target.vectors[v], start, length());
    }
  }
}
