package org.stepless.spark.fit;

import java.util.Optional;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.LabelCheck;

/** The rows of a fit. What it gives is persisted and released by whoever asked for it. */
public interface FitRows {
  /** The rows to train on; one job. */
  BlockData training();

  /**
   * The rows to validate on, if there are some; one job.
   *
   * @param known a check that the rows trained on gave, which these labels must pass as well
   * @param training the rows trained on, which these must be like
   */
  default Optional<BlockData> validation(LabelCheck known, BlockData training) {
    return Optional.empty();
  }
}
