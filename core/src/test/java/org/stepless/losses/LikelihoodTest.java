package org.stepless.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;

class LikelihoodTest {
  private static final double[] MARGINS = {0.02, 0.3, 0.9, 1.4, 2.2, 2.7, 4};

  static Stream<Likelihood> all() {
    return Stream.concat(Stream.of(new Poisson()), Stream.concat(powers(), binomials()));
  }

  private static Stream<Likelihood> binomials() {
    return Stream.of(new BinomialLogit(), new BinomialProbit(), new BinomialCloglog());
  }

  private static Stream<Likelihood> powers() {
    return Stream.of(0.0, 1.0, 1.3, 1.5, 2.0, 3.0)
        .flatMap(p -> Stream.of(-1.0, 0.0, 0.5, 1.0, 1 - p, 2.0).map(q -> new Tweedie(p, q)));
  }

  /** Figures computed with 40 digits from the formula in each loss's Javadoc. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "binomialprobit; -2.0; 0.25; 0.96305576541723060356; -0.5518679861964677475",
        "binomialprobit; 0.5; 1.0; 0.36894641528865639307; -0.50916043383703348583",
        "binomialprobit; 3.0; 0.75; 1.6529446628511485312; 0.81744628445101487889",
        "binomialprobit; -9.0; 1.0; 43.628149113332115497; -9.1085231050028687978",
        "binomialprobit; 9.0; 0.0; 43.628149113332115497; 9.1085231050028687978",
        "binomialprobit; 2.4; 0.0; 4.8039216668706721312; 2.7318611959539799319",
        "binomialprobit; 2.6; 0.0; 5.368484922624265528; 2.9140573528825309653",
        "binomialprobit; -30.0; 1.0; 454.32124395634319711; -30.033259667433677037",
        "binomialcloglog; -2.0; 0.25; 0.61822761403850191278; -0.13196308654883888222",
        "binomialcloglog; 0.5; 1.0; 0.21355918537343414404; -0.3925222382799094802",
        "binomialcloglog; 1.5; 0.75; 1.1289563524683286501; 1.0819567221805496176",
        "binomialcloglog; -20.0; 1.0; 20.000000001030576811; -0.99999999896942318913",
        "binomialcloglog; -8.0; 0.5; 4.0002515946264440794; -0.49974840771803872063",
        "binomialcloglog; 3.0; 1.0; 1.8921786966284627424e-9; -3.8005425112356632793e-8",
        "binomiallogit; -2.0; 0.25; 0.62692801104297249644; -0.13079707797788244406",
        "binomiallogit; 0.5; 1.0; 0.47407698418010668087; -0.37754066879814543536",
        "binomiallogit; 40.0; 0.75; 10.000000000000000004; 0.24999999999999999575",
        "binomiallogit; -40.0; 1.0; 40.000000000000000004; -0.99999999999999999575",
        "tweedie; -2.0; 0.0; 0.73575888234288464319; 0.3678794411714423216",
        "tweedie; 1.25; 3.0; 6.9480604859783862647; 0.26246167187525168063",
        "tweedie(variancePower=1, linkPower=1); 2.5; 3; -0.24887219562246519555; -0.2",
        "tweedie(variancePower=1, linkPower=0.5); 1.25; 3; 0.2236386921147414654; -2.3",
        "tweedie(variancePower=2, linkPower=-1); .75; 2; 1.7876820724517809274; .66666666666666667",
        "tweedie(variancePower=2, linkPower=0); -1; .5; .35914091422952261768; -.35914091422952262",
        "tweedie(variancePower=2, linkPower=1); 3; 2; 1.7652789553347763581; 0.11111111111111111111",
        "tweedie(variancePower=1.5, linkPower=-0.5); 0.8; 2.0; 5.7; 0.875",
        "tweedie(variancePower=0, linkPower=0); 0.5; -1; 3.5078621849296507645; 4.3670030991591733",
        "tweedie(variancePower=0, linkPower=-1); -0.5; -3.0; 0.5; -4.0",
        "tweedie(variancePower=3, linkPower=-2); .7; 1.5; -.31166002653407554798; .15238569533280318"
      })
  void knownValues(String name, double margin, double label, double value, double derivative) {
    Likelihood loss = (Likelihood) Losses.parse(name);
    assertEquals(value, loss.value(margin, label), 1e-13 * Math.abs(value));
    assertEquals(derivative, loss.derivative(margin, label), 1e-13 * Math.abs(derivative));
  }

  /** The second derivative where the loss is convex in the margin for all labels. */
  @ParameterizedTest
  @MethodSource("all")
  void derivativesEqualDifferences(Likelihood loss) {
    for (double m : MARGINS) {
      for (double y : new double[] {0.25, 1}) {
        double h = 1e-5 * m, curvature = difference(loss, m, y);
        double slope = (loss.value(m + h, y) - loss.value(m - h, y)) / (2 * h);
        assertEquals(slope, loss.derivative(m, y), 1e-6 * (1 + Math.abs(slope)), () -> "at " + m);
        double expected = isConvex(loss) ? curvature : loss.information(m);
        assertEquals(expected, loss.curvature(m, y), 1e-6 * (1 + expected), () -> "at " + m);
        assertTrue(loss.curvature(m, y) >= 0);
      }
    }
  }

  private static double difference(Likelihood loss, double m, double y) {
    double h = 1e-5 * m;
    return (loss.derivative(m + h, y) - loss.derivative(m - h, y)) / (2 * h);
  }

  private static boolean isConvex(Likelihood loss) {
    if (!(loss instanceof Tweedie power)) {
      return true;
    }
    double sum = power.variancePower() + power.linkPower();
    return power.variancePower() == 0 ? sum == 1 : sum >= 1 && sum <= 2;
  }

  /** Second derivatives are lines in the label: their expectation is that at the mean. */
  @ParameterizedTest
  @MethodSource("all")
  void informationIsTheExpectedSecondDerivative(Likelihood loss) {
    for (double m : MARGINS) {
      double mean = mean(loss, m);
      double expected =
          loss instanceof Tweedie
              ? difference(loss, m, mean)
              : mean * difference(loss, m, 1) + (1 - mean) * difference(loss, m, 0);
      assertEquals(expected, loss.information(m), 1e-6 * (1 + expected), () -> "at " + m);
    }
  }

  /** The label at which a margin is the best one. */
  private static double mean(Likelihood loss, double m) {
    double at0 = loss.derivative(m, 0), at1 = loss.derivative(m, 1);
    return at0 / (at0 - at1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theMarginOfAMeanHasIt(Likelihood loss) {
    for (double mean : new double[] {0.2, 0.5, 0.8}) {
      double tolerance = loss instanceof BinomialProbit ? 0.02 : 1e-12;
      assertEquals(mean, mean(loss, loss.margin(mean)), tolerance);
    }
  }

  /** Offsets count as if they were part of the margin. */
  @ParameterizedTest
  @MethodSource("all")
  void offsetsAreAddedToMargins(Likelihood loss) {
    double[] offsets = {0.25, 0, 1.5}, labels = {1, 0.5, 0.25}, margins = {0.5, 1.25, 0.75};
    RowBlockBuilder with = new RowBlockBuilder(1, 3), without = new RowBlockBuilder(1, 3);
    double[] shifted = new double[3];
    for (int i = 0; i < 3; i++) {
      with.setOffset(offsets[i]);
      with.addDense(new double[] {1}, labels[i], 1 + i);
      without.addDense(new double[] {1}, labels[i], 1 + i);
      shifted[i] = margins[i] + offsets[i];
    }
    RowBlock rows = with.build(), plain = without.build();
    assertEquals(
        loss.sum(plain, null, 0, 3, shifted.clone()), loss.sum(rows, null, 0, 3, margins.clone()));
    assertEquals(
        loss.informationSum(plain, 0, 3, shifted), loss.informationSum(rows, 0, 3, margins));
    double[] a = margins.clone(), b = shifted.clone();
    assertEquals(loss.evaluate(plain, null, 0, 3, b), loss.evaluate(rows, null, 0, 3, a));
    assertEquals(list(b), list(a));
    loss.curvatures(rows, 0, 3, a = margins.clone());
    loss.curvatures(plain, 0, 3, b = shifted.clone());
    assertEquals(list(b), list(a));
    int[] order = {2, 0};
    double[] one = {margins[2], margins[0]}, two = {shifted[2], shifted[0]};
    assertEquals(loss.evaluate(plain, order, 0, 2, two), loss.evaluate(rows, order, 0, 2, one));
    assertEquals(list(two), list(one));
  }

  private static List<Double> list(double[] values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }

  /** Margins without a mean cost infinitely much, but in rows that do not count. */
  @Test
  void marginsWithoutAMeanAreInfinitelyBad() {
    for (Likelihood loss :
        List.of(new Tweedie(1, 1), new Tweedie(2, -1), new Tweedie(1, 0.5), new Tweedie(1.5, 2))) {
      assertTrue(loss.restricted());
      RowBlockBuilder builder = new RowBlockBuilder(1, 3);
      builder.addDense(new double[] {1}, 1, 1);
      builder.addDense(new double[] {1}, 1, 0);
      RowBlock rows = builder.build();
      for (double bad : new double[] {0, -1}) {
        double[] margins = {1, bad};
        assertTrue(Double.isFinite(loss.evaluate(rows, null, 0, 2, margins)));
        assertEquals(0, margins[1]);
        assertEquals(Double.POSITIVE_INFINITY, loss.sum(rows, null, 0, 1, new double[] {bad}));
      }
    }
    assertFalse(new Tweedie(0, 1).restricted());
    assertEquals(Double.POSITIVE_INFINITY, new Tweedie(0, -1).value(0, 1));
    assertEquals(4.5, new Tweedie(0, -1).value(-0.5, 1));
  }

  /** No loss of a label that its margin predicts surely is NaN, however far out. */
  @ParameterizedTest
  @CsvSource({"binomiallogit", "binomialprobit", "binomialcloglog"})
  void sureSharesCostNothing(String name) {
    Likelihood loss = (Likelihood) Losses.parse(name);
    for (double far : new double[] {50, 1e3, 1e200}) {
      assertEquals(0, loss.value(far, 1), 1e-20);
      assertEquals(0, loss.derivative(far, 1), 1e-20);
      assertEquals(0, loss.curvature(far, 1), 1e-20);
      assertEquals(0, loss.value(-far, 0), 1e-20);
      assertEquals(0, loss.derivative(-far, 0), 1e-20);
      assertTrue(loss.value(-far, 1) > 49);
      assertTrue(loss.value(far, 0) > 49);
    }
  }

  /** Beyond its last margin a likelihood goes on as its Taylor polynomial of degree two. */
  @Test
  void continuedGoesOnAsAParabola() {
    Likelihood inner = new Tweedie(1, 1); // m - y log m
    Continued loss = new Continued(inner, 0.5);
    assertEquals(inner.value(0.75, 2), loss.value(0.75, 2));
    assertEquals(inner.derivative(0.5, 2), loss.derivative(0.5, 2));
    // At 0.5 with label 2: value 0.5 + 2 log 2, slope -3, curvature 8.
    assertEquals(0.5 + 2 * Math.log(2) + 1.5 * 3 + 4 * 2.25, loss.value(-1, 2), 1e-12);
    assertEquals(-3 - 1.5 * 8, loss.derivative(-1, 2), 1e-12);
    assertEquals(8, loss.curvature(-1, 2), 1e-12);
    assertEquals(2, loss.information(-1), 1e-12);
    Continued below = new Continued(new Tweedie(0, -1), -0.5);
    assertEquals(new Tweedie(0, -1).value(-0.75, 1), below.value(-0.75, 1));
    assertTrue(Double.isFinite(below.value(0, 1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tweedie(variancePower=1); -1; at least 0 and finite for the poisson family, was -1",
        "tweedie(variancePower=2); 0; above 0 and finite for the gamma family, was 0",
        "tweedie; -0.5; at least 0 and finite for the tweedie family of variancePower 1.5",
        "tweedie(variancePower=2.5); 0; above 0 and finite for the tweedie family",
        "tweedie(variancePower=0); NaN; finite for the gaussian family",
        "binomialprobit; 1.5; from 0 to 1 for the binomial family, was 1.5",
        "binomiallogit; -0.1; from 0 to 1 for the binomial family",
        "binomialcloglog; NaN; from 0 to 1 for the binomial family"
      })
  void labelsOfAnotherFamilyAreRefused(String name, double label, String message) {
    Loss loss = Losses.parse(name);
    String text =
        assertThrows(IllegalArgumentException.class, () -> loss.checkLabel(label)).getMessage();
    assertTrue(text.contains(message), text);
  }

  @Test
  void powersThatNoFamilyHasAreRefused() {
    for (double power : new double[] {0.5, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new Tweedie(power, 0));
    }
    assertThrows(IllegalArgumentException.class, () -> new Tweedie(1.5, Double.NaN));
  }
}
