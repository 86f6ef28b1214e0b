package org.stepless.spark.params;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The params of generalized linear models beside those of all linear models: Spark's, with its
 * meanings.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public interface FamilyParams<E, M> extends LinearModelParams<E, M>, SolverParams<E> {
  /** The names of families. */
  List<String> FAMILIES = List.of("gaussian", "binomial", "poisson", "gamma", "tweedie");

  /** The names of links. */
  List<String> LINKS = List.of("identity", "log", "inverse", "logit", "probit", "cloglog", "sqrt");

  /** The param objects. */
  final class Fields<M> extends LinearModelParams.Fields<M> {
    private static final long serialVersionUID = 1L;

    final Param<String> family;
    final Param<String> link;
    final DoubleParam variancePower;
    final DoubleParam linkPower;
    final Param<String> linkPredictionCol;
    final Param<String> offsetCol;
    final Param<String> solver;

    /** Params of a stage, at their defaults. */
    public Fields(Params stage) {
      super(stage);
      family =
          ChoiceParam.of(
              stage, "family", "distribution of the labels", FAMILIES.toArray(String[]::new));
      link =
          ChoiceParam.optional(
              stage,
              "link",
              "function of the labels' mean that is the margin",
              LINKS.toArray(String[]::new));
      variancePower =
          new DoubleParam(
              stage,
              "variancePower",
              "with family tweedie, the power of the mean that the variance is (0 or >= 1)",
              (scala.Function1<Object, Object> & Serializable) Fields::isVariancePower);
      linkPower =
          new DoubleParam(
              stage,
              "linkPower",
              "with family tweedie, the power of the mean that the margin is; 1 - variancePower if"
                  + " not set, 0 is the logarithm");
      linkPredictionCol =
          new Param<>(stage, "linkPredictionCol", "column for the margin; none if not set");
      offsetCol =
          new Param<>(
              stage, "offsetCol", "column that is added to the margin; none if not set or empty");
      solver = ChoiceParam.of(stage, "solver", "irls; the finish decides how it is done", "irls");
      stage.setDefault(variancePower, 0.0);
    }

    private static boolean isVariancePower(Object value) {
      return (double) value == 0 || (double) value >= 1;
    }
  }

  @Override
  Fields<M> common();

  /**
   * Distribution of the labels: {@code gaussian} (default), {@code binomial}, {@code poisson},
   * {@code gamma} or {@code tweedie}, in any case of letters.
   */
  default Param<String> family() {
    return common().family;
  }

  /** Value of family. */
  default String getFamily() {
    return getOrDefault(family());
  }

  /** Sets family. Gaussian (default), binomial, poisson, gamma or tweedie. */
  default E setFamily(String value) {
    set(family(), value);
    return self();
  }

  /**
   * Function of the labels' mean that is the margin. Gaussian: {@code identity}, {@code log},
   * {@code inverse}; binomial: {@code logit}, {@code probit}, {@code cloglog}; poisson: {@code
   * log}, {@code identity}, {@code sqrt}; gamma: {@code inverse}, {@code identity}, {@code log}.
   * Not set by default, which is the first of these. Of no effect with family tweedie.
   */
  default Param<String> link() {
    return common().link;
  }

  /** Value of link. */
  default String getLink() {
    return getOrDefault(link());
  }

  /** Sets link. Function of the labels' mean that is the margin; one that the family has. */
  default E setLink(String value) {
    set(link(), value);
    return self();
  }

  /** With family tweedie, the power of the mean that the variance is: 0 (default), or 1 or more. */
  default DoubleParam variancePower() {
    return common().variancePower;
  }

  /** Value of variancePower. */
  default double getVariancePower() {
    return (double) getOrDefault(variancePower());
  }

  /** Sets variancePower. With family tweedie, the power of the mean that the variance is. */
  default E setVariancePower(double value) {
    set(variancePower(), value);
    return self();
  }

  /**
   * With family tweedie, the power of the mean that the margin is; 0 is its logarithm. Not set by
   * default, which is 1 - variancePower.
   */
  default DoubleParam linkPower() {
    return common().linkPower;
  }

  /** Value of linkPower. */
  default double getLinkPower() {
    return (double) getOrDefault(linkPower());
  }

  /** Sets linkPower. With family tweedie, the power of the mean that the margin is. */
  default E setLinkPower(double value) {
    set(linkPower(), value);
    return self();
  }

  /** Column in which the model puts the margin; not set by default: in none. */
  default Param<String> linkPredictionCol() {
    return common().linkPredictionCol;
  }

  /** Value of linkPredictionCol. */
  default String getLinkPredictionCol() {
    return getOrDefault(linkPredictionCol());
  }

  /** Sets linkPredictionCol. Column in which the model puts the margin. */
  default E setLinkPredictionCol(String value) {
    set(linkPredictionCol(), value);
    return self();
  }

  /** Column that is added to the margin without a coefficient; not set by default: none is. */
  default Param<String> offsetCol() {
    return common().offsetCol;
  }

  /** Value of offsetCol. */
  default String getOffsetCol() {
    return getOrDefault(offsetCol());
  }

  /** Sets offsetCol. Column that is added to the margin without a coefficient; empty for none. */
  default E setOffsetCol(String value) {
    set(offsetCol(), value);
    return self();
  }

  /** The offset column; null if there is none. */
  default String offsetOrNull() {
    return isSet(offsetCol()) && !getOffsetCol().isEmpty() ? getOffsetCol() : null;
  }

  /** Spark's name of its method, {@code irls}; {@code finish} says how it is done here. */
  @Override
  default Param<String> solver() {
    return common().solver;
  }
}
