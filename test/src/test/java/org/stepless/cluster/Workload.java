package org.stepless.cluster;

import java.util.ArrayList;
import java.util.List;

/** Rows and the models to train on them. */
enum Workload {
  /** Many rules in all modes, some dozen jobs each. */
  MANY_RULES(6, 200, 8) {
    @Override
    List<Case> cases() {
      List<Case> all = new ArrayList<>();
      for (String rule : List.of("prodigy", "mechanic(adamw)", "schedulefreeadamw")) {
        all.add(new Case(rule, "single", 20, 10, 0));
        all.add(new Case(rule, "synchronous", 240, 2, 0));
        all.add(new Case(rule, "local", 10, 2, 7));
      }
      all.add(new Case("motaps", "single", 20, 12, 0));
      all.add(new Case("motaps", "local", 10, 4, 5));
      return all;
    }
  },

  /**
   * A few long runs to be struck in their midst. The trackers of the first pass through 60 columns
   * and several cuts of the lineage, those of the other motaps through more than one.
   */
  LONG_RUNS(4, 500, 40) {
    @Override
    List<Case> cases() {
      return List.of(
          new Case("motaps", "local", 10, 12, 10),
          new Case("prodigy", "synchronous", 100, 6, 0),
          new Case("motaps", "single", 100, 4000, 0),
          new Case("mechanic(adamw)", "single", 100, 1500, 0),
          new Case("dadaptadam", "local", 10, 10, 4),
          new Case("schedulefreeadamw", "synchronous", 100, 6, 0));
    }
  },

  /** More rows than small executors keep in memory. */
  LARGE_DATA(16, 3000, 120) {
    @Override
    List<Case> cases() {
      return List.of(
          new Case("prodigy", "synchronous", 8000, 1, 0),
          new Case("prodigy", "local", 500, 1, 2),
          new Case("prodigy", "single", 500, 1, 0));
    }
  };

  /**
   * One model.
   *
   * @param batchSize rows a step; in local mode, of each partition
   */
  record Case(String rule, String mode, int batchSize, int epochs, int syncInterval) {
    @Override
    public String toString() {
      return rule + "/" + mode;
    }

    /** A name for a folder. */
    String folder() {
      return rule.replaceAll("\\W", "-") + "-" + mode;
    }
  }

  private final int partitions;
  private final int rowsPerPartition;
  private final int columns;

  Workload(int partitions, int rowsPerPartition, int columns) {
    this.partitions = partitions;
    this.rowsPerPartition = rowsPerPartition;
    this.columns = columns;
  }

  abstract List<Case> cases();

  /** What the application calls one of the cases. */
  String id(Case one) {
    return this + "/" + one;
  }

  int partitions() {
    return partitions;
  }

  int rowsPerPartition() {
    return rowsPerPartition;
  }

  int columns() {
    return columns;
  }
}
