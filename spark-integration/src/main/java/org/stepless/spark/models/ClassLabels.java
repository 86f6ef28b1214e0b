package org.stepless.spark.models;

import org.stepless.spark.rows.BlockData;

/** The labels of estimators for any number of classes. */
public final class ClassLabels {
  /** A multinomial model this large is more likely a label column that holds something else. */
  private static final int MOST_CLASSES = 10_000;

  private ClassLabels() {}

  /** Refuses a label that is no class. */
  public static void check(double label) {
    if (!(label >= 0 && label < MOST_CLASSES && label == Math.rint(label))) {
      throw new IllegalArgumentException(
          ("label %s is no class: classes are the whole numbers from 0, at most %d of them;"
                  + " a StringIndexer makes them from other values")
              .formatted(label, MOST_CLASSES));
    }
  }

  /**
   * The number of classes: those that the label column declares, or up to the largest that occurs.
   *
   * @param declared in the column's metadata; 0 for none
   * @param column of the labels, for messages
   */
  public static int count(BlockData rows, int declared, String column) {
    int found = (int) rows.statistics().labelMax() + 1;
    if (declared > 0 && found > declared) {
      throw new IllegalArgumentException(
          "label %d of column '%s' is out of range: its metadata declare %d classes"
              .formatted(found - 1, column, declared));
    }
    return Math.max(found, declared);
  }
}
