package org.stepless.finish;

import java.util.function.Consumer;
import org.stepless.finish.PointFunction.Evaluation;

/**
 * An objective that is not smooth, as a function of the point: its smooth part, and what is added
 * to that coordinate by coordinate. The gradient is that of the smooth part; the norm is that of
 * the {@link Separable slopes}.
 */
final class CompositeFunction {
  private final PointFunction smooth;
  private final Separable separable;

  CompositeFunction(PointFunction smooth, Separable separable) {
    this.smooth = smooth;
    this.separable = separable;
  }

  Evaluation at(double[] point, boolean withHessian) {
    Evaluation at = smooth.at(point, withHessian);
    return new Evaluation(
        point,
        at.value() + separable.value(point),
        at.gradient(),
        at.hessian(),
        Vectors.norm(separable.slopes(point, at.gradient())));
  }

  /** The product of the smooth part's Hessian at a point with a direction. */
  double[] times(double[] point, double[] direction) {
    return smooth.times(point, direction);
  }

  void follow(Consumer<Evaluation> value) {
    smooth.follow(value);
  }

  void accepted(Evaluation at) {
    smooth.accepted(at);
  }

  Separable separable() {
    return separable;
  }

  int passes() {
    return smooth.passes();
  }
}
