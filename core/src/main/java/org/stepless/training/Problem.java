package org.stepless.training;

import java.io.Serializable;
import org.stepless.losses.BatchObjective;

/**
 * What is minimised: the objective of a model, the coordinates in which steps are taken, and the
 * scale of weights. A rule sees points and gradients by the point; losses see models.
 *
 * @param objective loss and penalty, as functions of the model
 * @param coordinates of the points; null where point and model are the same
 * @param meanWeight mean weight of a row over all partitions; batches are divided by it and by
 *     their number of rows, which keeps weighted gradients unbiased
 * @param units of points and losses
 */
public record Problem(
    BatchObjective objective, Coordinates coordinates, double meanWeight, Units units)
    implements Serializable {

  /** A problem whose points and losses are in the units of its models and labels. */
  public Problem(BatchObjective objective, Coordinates coordinates, double meanWeight) {
    this(objective, coordinates, meanWeight, Units.NONE);
  }

  /** Number of coordinates of a point and of a model. */
  public int dimension() {
    return objective.dimension();
  }

  /** A buffer for {@link #model}; null where none is needed. */
  public double[] modelBuffer() {
    return coordinates == null && units.point() == 1 ? null : new double[dimension()];
  }

  /** The model of a point: written to the buffer, or the point itself. */
  public double[] model(double[] point, double[] buffer) {
    if (buffer == null) {
      return point;
    }
    if (coordinates == null) {
      System.arraycopy(point, 0, buffer, 0, buffer.length);
    } else {
      coordinates.toModel(point, buffer);
    }
    scale(buffer, units.point());
    return buffer;
  }

  /** The point of a model, in a new array. */
  public double[] point(double[] model) {
    double[] point = coordinates == null ? model.clone() : coordinates.toPoint(model);
    scale(point, 1 / units.point());
    return point;
  }

  private static void scale(double[] values, double factor) {
    if (factor != 1) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
    }
  }

  /**
   * Turns sums over a batch into the mean loss and its gradient, penalty included.
   *
   * @param gradient sum of the gradients by the model; becomes the gradient by the point
   * @param lossSum weighted loss sum of the batch
   * @param rows rows in the batch, at least 1
   * @return the batch's objective, in the unit of the labels
   */
  public double finish(double[] model, double[] gradient, double lossSum, long rows) {
    double scale = 1 / (rows * meanWeight);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= scale;
    }
    double penalty = objective.addPenaltyGradient(model, gradient);
    if (coordinates != null) {
      coordinates.toPointGradient(gradient);
    }
    scale(gradient, units.gradient());
    return lossSum * scale + penalty;
  }
}
