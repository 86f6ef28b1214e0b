package org.stepless.finish;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.stepless.finish.PointFunction.Evaluation;
import org.stepless.training.FinishReport;

/** The points that a finish came by: its start, and where every step led. */
final class Path implements Consumer<Evaluation> {
  private final FinishMethod method;
  private final double scale;
  private final IntSupplier passes;
  private final Consumer<FinishReport> listener;
  private final List<FinishReport> reports = new ArrayList<>();

  /**
   * @param scale norm of the gradient that others are relative to
   * @param passes that were made so far
   */
  Path(FinishMethod method, double scale, IntSupplier passes, Consumer<FinishReport> listener) {
    this.method = method;
    this.scale = scale;
    this.passes = passes;
    this.listener = listener;
  }

  @Override
  public void accept(Evaluation at) {
    FinishReport report =
        new FinishReport(
            method.text(), reports.size(), passes.getAsInt(), at.value(), relative(at));
    reports.add(report);
    listener.accept(report);
  }

  double relative(Evaluation at) {
    return at.norm() == 0 ? 0 : at.norm() / scale;
  }

  List<FinishReport> reports() {
    return reports;
  }
}
