package org.stepless.spark.models;

import org.stepless.finish.Finish;
import org.stepless.finish.FinishMethod;
import org.stepless.losses.BinomialLogit;
import org.stepless.losses.Likelihood;
import org.stepless.losses.Objective;
import org.stepless.losses.Poisson;
import org.stepless.losses.Tweedie;
import org.stepless.methods.Methods;
import org.stepless.optimizer.ExampleRule;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.spark.params.FamilyParams;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.FeatureCoordinates;
import org.stepless.spark.rows.LabelCheck;
import org.stepless.spark.rows.LabelStatistics;
import org.stepless.spark.rows.OffsetStatistics;
import org.stepless.training.Problem;
import org.stepless.training.Units;

/**
 * The problem of a generalized linear model: its likelihood, penalty and start.
 *
 * <p>The penalty is that of Spark's reweighted least squares, which is relative to the sum of the
 * weights that the rows have there: Fisher's information on their margins. At the optimum this sum
 * is known beforehand for the Gaussian family with identity, whose penalty is Spark's of
 * standardised columns and labels, and for counts with log link and intercept, whose predicted
 * means add up to the labels. Else the finish finds it.
 */
public final class FamilyModels {
  /** Predicted means beyond so many times the largest label count as these in steps. */
  private static final double MANY = 10;

  private final FamilyParams<?, ?> params;
  private final BlockData rows;
  private final Likelihood likelihood;
  private final boolean intercept;
  private final LabelStatistics labels;
  private final OffsetStatistics offsets;

  private FamilyModels(FamilyParams<?, ?> params, BlockData rows) {
    this.params = params;
    this.rows = rows;
    likelihood = Likelihoods.of(params);
    intercept = params.getFitIntercept();
    labels = rows.labels();
    offsets = rows.offsets();
  }

  /**
   * The problem that params and rows make.
   *
   * @param initial where to start; null for the model without coefficients
   */
  public static FitProblem setup(FamilyParams<?, ?> params, BlockData rows, LinearWeights initial) {
    return new FamilyModels(params, rows).problem(initial);
  }

  /**
   * Whether passes without a learning rate do not suit the params: links that restrict margins or
   * whose losses explode, and penalties that count by the information at the optimum. Then there
   * are none, and the finish starts at once.
   */
  public static boolean withoutPasses(FamilyParams<?, ?> params) {
    Likelihood likelihood = Likelihoods.of(params);
    boolean stable =
        likelihood.quadratic()
            || likelihood instanceof Poisson
            || likelihood instanceof BinomialLogit;
    return !stable || params.getRegParam() > 0 && !hasFixedPenalty(params, likelihood);
  }

  private static boolean hasFixedPenalty(FamilyParams<?, ?> params, Likelihood likelihood) {
    return likelihood.quadratic() || likelihood instanceof Poisson && params.getFitIntercept();
  }

  /**
   * Refuses params that leave neither passes nor a finish.
   *
   * @throws IllegalArgumentException naming the param and the remedy
   */
  public static void check(FamilyParams<?, ?> params) {
    if (!withoutPasses(params)) {
      return;
    }
    String against =
        FinishMethod.parse(params.getFinish()) == FinishMethod.NONE
            ? "finish is none; set it to auto"
            : params.isSet(params.validationIndicatorCol())
                ? "validationIndicatorCol is set, which leaves no finish; clear it"
                : Methods.method(params.getOptimizer()) instanceof ExampleRule
                    ? "optimizer %s leaves no finish; leave it at its default"
                        .formatted(params.getOptimizer())
                    : null;
    if (against != null) {
      String link = Likelihoods.link(params);
      throw new IllegalArgumentException(
          "family %s with link %s and regParam %s is fitted by a finish alone, but %s"
              .formatted(
                  params.getFamily(),
                  link == null ? "power " + Likelihoods.linkPower(params) : link,
                  params.getRegParam(),
                  against));
    }
  }

  private FitProblem problem(LinearWeights initial) {
    int columns = rows.columns();
    Objective objective = objective(likelihood);
    double[] reference = reference();
    if (likelihood.restricted() && !intercept) {
      reference = new InsideStart(params, rows).model(likelihood, likelihood.margin(mean()));
    }
    Finish finish = LinearModels.finish(params, rows, objective, reference);
    double most = rows.statistics().labelMax();
    boolean clamped = likelihood instanceof Poisson && most > 0;
    Problem steps =
        new Problem(
            clamped ? objective(new Poisson(MANY * most)) : objective,
            columns == 0
                ? null
                : FeatureCoordinates.parse(params.getCoordinates()).of(rows, 1, intercept),
            rows.meanWeight(),
            LinearModels.units(params, units()));
    double[] start =
        initial == null ? reference : initial.requireShape(columns, 1, intercept).start(intercept);
    return new FitProblem(
        LabelCheck.of(likelihood), steps, start, TrainingSummary.PLAIN_JAVA, finish);
  }

  private Objective objective(Likelihood loss) {
    double[] penalty =
        Objective.l2(
            params.getRegParam() * penaltyScale(),
            rows.statistics().standardDeviations(),
            params.getStandardization());
    Objective objective = new Objective(loss, rows.columns(), intercept, penalty);
    return penalty == null || hasFixedPenalty(params, likelihood)
        ? objective
        : objective.penalizeByInformation();
  }

  private double penaltyScale() {
    if (!likelihood.quadratic()) {
      return likelihood instanceof Poisson && intercept ? labels.mean() : 1;
    }
    if (offsets.restSquares() == 0) {
      if (!intercept && offsets.restMean() != 0 && params.getRegParam() > 0) {
        throw new IllegalArgumentException(
            "all labels are %s, regParam is %s and fitIntercept is false: the penalty is relative to"
                    .formatted(offsets.restMean(), params.getRegParam())
                + " the deviation of the labels, which is 0; set regParam to 0 or fitIntercept to"
                + " true");
      }
      return 1;
    }
    // Spark divides by the sum of the weights here, our deviations are unbiased.
    double unbiased = 1 - labels.weightSquares() / (labels.weight() * labels.weight());
    double deviation = Math.sqrt(offsets.restSquares() / offsets.weight());
    return params.getStandardization() ? unbiased / deviation : 1 / deviation;
  }

  private Units units() {
    if (likelihood.quadratic()) {
      double deviation = Math.sqrt(offsets.restSquares() / offsets.weight());
      double spread = intercept ? deviation : Math.hypot(deviation, offsets.restMean());
      double unit = Units.near(spread > 0 ? spread : 1);
      return new Units(unit, unit * unit);
    }
    return likelihood instanceof Poisson ? new Units(1, Units.near(labels.mean())) : Units.NONE;
  }

  /** The model without coefficients whose intercept suits the mean label, inside all margins. */
  private double[] reference() {
    double[] model = new double[rows.columns() + (intercept ? 1 : 0)];
    if (intercept) {
      model[rows.columns()] = intercept(likelihood.margin(mean()));
    }
    return model;
  }

  private double intercept(double margin) {
    if (likelihood.quadratic()) {
      return offsets.restMean();
    }
    double best = margin - offsets.mean(), least = InsideStart.NEAR_EDGE * margin;
    if (!likelihood.restricted()) {
      return best;
    }
    return margin > 0
        ? Math.max(best, least - offsets.least())
        : Math.min(best, least - offsets.most());
  }

  /** The labels' mean, or one near it that the family and the link can have. */
  private double mean() {
    double mean = labels.mean(), weight = labels.weight();
    if (likelihood instanceof Tweedie power && power.variancePower() == 0) {
      boolean has = likelihood.quadratic() || (power.linkPower() == -1 ? mean != 0 : mean > 0);
      double size = Math.hypot(mean, Math.sqrt(labels.squares() / weight));
      return has ? mean : size > 0 ? size : 1;
    }
    if (likelihood instanceof Poisson || likelihood instanceof Tweedie) {
      return mean > 0 ? mean : 1 / (1 + weight); // as one event in all
    }
    return (mean * weight + 0.5) / (weight + 1);
  }
}
