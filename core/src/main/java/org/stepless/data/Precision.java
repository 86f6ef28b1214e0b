package org.stepless.data;

/** How wide values must be stored so that none loses a bit; ordered from narrow to wide. */
enum Precision {
  /** Every value that is not 0 is 1: nothing to store. */
  ONES,
  FLOAT,
  DOUBLE;

  /** The narrowest storage of one value. */
  static Precision of(double value) {
    return value == 1 ? ONES : (float) value == value ? FLOAT : DOUBLE;
  }

  /** The narrowest storage of all of these values. */
  static Precision of(double[] values) {
    return of(values, values.length);
  }

  /** The narrowest storage of the first {@code count} of these values. */
  static Precision of(double[] values, int count) {
    Precision precision = ONES;
    for (int i = 0; i < count && precision != DOUBLE; i++) {
      precision = precision.or(of(values[i]));
    }
    return precision;
  }

  Precision or(Precision other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
