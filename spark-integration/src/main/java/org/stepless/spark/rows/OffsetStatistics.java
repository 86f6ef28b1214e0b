package org.stepless.spark.rows;

import java.io.Serializable;
import org.stepless.data.RowBlock;

/**
 * Weighted mean and range of the offsets, and mean and variance of the labels less the offsets.
 * Rows of weight 0 do not count.
 *
 * @param weight sum of the weights
 * @param mean weighted mean of the offsets
 * @param least of the offsets
 * @param most of the offsets
 * @param restMean weighted mean of the labels less the offsets
 * @param restSquares weighted sum of the squared distances from that
 */
public record OffsetStatistics(
    double weight, double mean, double least, double most, double restMean, double restSquares)
    implements Serializable {
  static OffsetStatistics of(RowBlock block, LabelStatistics labels) {
    if (!block.shifted()) {
      return new OffsetStatistics(labels.weight(), 0, 0, 0, labels.mean(), labels.squares());
    }
    double weight = 0, mean = 0, restMean = 0, restSquares = 0;
    double least = Double.POSITIVE_INFINITY, most = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < block.rows(); row++) {
      double w = block.weight(row), offset = block.offset(row), rest = block.label(row) - offset;
      if (w > 0) {
        weight += w;
        least = Math.min(least, offset);
        most = Math.max(most, offset);
        mean += (offset - mean) * (w / weight);
        double difference = rest - restMean;
        restMean += difference * (w / weight);
        restSquares += w * difference * (rest - restMean);
      }
    }
    return new OffsetStatistics(weight, mean, least, most, restMean, restSquares);
  }

  OffsetStatistics merge(OffsetStatistics other) {
    double total = weight + other.weight;
    if (weight == 0 || other.weight == 0) {
      return weight == 0 ? other : this;
    }
    double difference = other.restMean - restMean, share = other.weight / total;
    return new OffsetStatistics(
        total,
        mean + (other.mean - mean) * share,
        Math.min(least, other.least),
        Math.max(most, other.most),
        restMean + difference * share,
        restSquares + other.restSquares + difference * difference * weight * share);
  }
}
