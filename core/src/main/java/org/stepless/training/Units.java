package org.stepless.training;

import java.io.Serializable;
import org.stepless.text.Check;

/**
 * Units in which a rule sees points and losses: what it starts with, such as a first guess of the
 * distance or an addition to a root, is small for points and gradients about as large as 1, and not
 * for labels of 1e-9. Models and reported losses stay in the labels' own unit.
 *
 * @param point models are points times this; positive and finite
 * @param loss gradients are those of the objective divided by this; positive and finite
 */
public record Units(double point, double loss) implements Serializable {
  /** Points and losses as they are. */
  public static final Units NONE = new Units(1, 1);

  /** Size below and above 1 that leaves a value as it is is half of this, as powers of two. */
  private static final int STEP = 10;

  /** Such powers have squares that are neither 0 nor infinite. */
  private static final int LARGEST = 500;

  public Units {
    Check.positive("unit of points", point);
    Check.positive("unit of losses", loss);
  }

  /**
   * A power of 1024 near a size: 1 for sizes from 1/32 to 32, so that most runs stay as they are,
   * and exact to multiply and divide by. 1 for a size of 0.
   */
  public static double near(double size) {
    if (!(size > 0 && size < Double.POSITIVE_INFINITY)) {
      return 1;
    }
    double steps = Math.rint(Math.log(size) / Math.log(2) / STEP) * STEP;
    return Math.scalb(1.0, (int) Math.max(-LARGEST, Math.min(LARGEST, steps)));
  }

  /** What gradients by the model's coefficients are multiplied by. */
  double gradient() {
    return point / loss;
  }
}
