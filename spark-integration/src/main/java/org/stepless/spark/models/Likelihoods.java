package org.stepless.spark.models;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stepless.losses.BinomialCloglog;
import org.stepless.losses.BinomialLogit;
import org.stepless.losses.BinomialProbit;
import org.stepless.losses.Likelihood;
import org.stepless.losses.Poisson;
import org.stepless.losses.Tweedie;
import org.stepless.spark.params.FamilyParams;

/** The likelihoods that params name by family and link. */
public final class Likelihoods {
  private static final Logger LOG = LoggerFactory.getLogger(Likelihoods.class);
  private static final String TWEEDIE = "tweedie", BINOMIAL = "binomial";

  /** The links of each family, its default first. */
  private static final Map<String, List<String>> LINKS =
      Map.of(
          "gaussian",
          List.of("identity", "log", "inverse"),
          BINOMIAL,
          List.of("logit", "probit", "cloglog"),
          "poisson",
          List.of("log", "identity", "sqrt"),
          "gamma",
          List.of("inverse", "identity", "log"));

  private static final Map<String, Double> VARIANCE_POWERS =
      Map.of("gaussian", 0.0, "poisson", 1.0, "gamma", 2.0);

  private static final Map<String, Double> LINK_POWERS =
      Map.of("identity", 1.0, "log", 0.0, "inverse", -1.0, "sqrt", 0.5);

  private Likelihoods() {}

  /**
   * The link that the params name, or the default of their family.
   *
   * @return in lower case; null for family tweedie
   * @throws IllegalArgumentException if the family has no such link, naming those it has
   */
  public static String link(FamilyParams<?, ?> params) {
    String family = params.getFamily().toLowerCase(Locale.ROOT);
    if (family.equals(TWEEDIE)) {
      return null;
    }
    List<String> links = LINKS.get(family);
    if (!params.isSet(params.link())) {
      return links.get(0);
    }
    String link = params.getLink().toLowerCase(Locale.ROOT);
    if (!links.contains(link)) {
      throw new IllegalArgumentException(
          "family %s has no link %s; set link to one of %s"
              .formatted(family, link, String.join(", ", links)));
    }
    return link;
  }

  /**
   * The power of the mean that the margin is, for family tweedie.
   *
   * @return linkPower, or 1 - variancePower if it is not set
   */
  public static double linkPower(FamilyParams<?, ?> params) {
    return params.isSet(params.linkPower()) ? params.getLinkPower() : 1 - params.getVariancePower();
  }

  /**
   * The likelihood that the params name.
   *
   * @throws IllegalArgumentException if family and link do not go together
   */
  public static Likelihood of(FamilyParams<?, ?> params) {
    String link = link(params);
    if (link == null) {
      return power(params.getVariancePower(), linkPower(params));
    }
    return switch (link) {
      case "logit" -> new BinomialLogit();
      case "probit" -> new BinomialProbit();
      case "cloglog" -> new BinomialCloglog();
      default ->
          power(
              VARIANCE_POWERS.get(params.getFamily().toLowerCase(Locale.ROOT)),
              LINK_POWERS.get(link));
    };
  }

  private static Likelihood power(double variancePower, double linkPower) {
    return variancePower == 1 && linkPower == 0
        ? new Poisson()
        : new Tweedie(variancePower, linkPower);
  }

  /** Says in the log which params that are set have no effect with this family, as Spark does. */
  public static void warnOfUnused(FamilyParams<?, ?> params) {
    boolean tweedie = params.getFamily().equalsIgnoreCase(TWEEDIE);
    if (tweedie && params.isSet(params.link())) {
      LOG.warn("link has no effect with family tweedie; set linkPower instead");
    }
    if (!tweedie && params.isSet(params.variancePower())) {
      LOG.warn("variancePower has an effect with family tweedie only");
    }
    if (!tweedie && params.isSet(params.linkPower())) {
      LOG.warn("linkPower has an effect with family tweedie only; set link instead");
    }
  }
}
