package org.stepless.spark.engine;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.training.Problem;
import org.stepless.training.TrainingPlan;

/** What the tasks of all rounds of a run need beside the rows and where the run stands. */
record Work(Problem problem, TrainingPlan plan) implements Serializable {

  /** Penalty, scale and centre of every coordinate, at most. */
  private static final long ARRAYS = 3;

  /** Ships the work once for the whole run. */
  static Shipped<Work> ship(JavaSparkContext context, Problem problem, TrainingPlan plan) {
    return Shipped.of(context, new Work(problem, plan), ARRAYS * problem.dimension());
  }
}
