package org.stepless.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;

/**
 * What the recorded trajectories do not cover, against loops over whole vectors written down from
 * the papers' formulas, without sums expanded, state shared or anything hoisted.
 */
class PaperTest {
  private static final int N = 7, STEPS = 40;
  private static final Problem PROBLEM = Problem.logistic(30, N, 11);

  /** One run: subclasses hold the state of a method and write its update of x. */
  private abstract static class Paper {
    final double[] x = Rules.start(N), x0 = Rules.start(N), g = new double[N];
    double f;
    double[] model = x;

    abstract void step(int k, double m);

    /** Checks every step of the rule against this. */
    void check(String text) {
      Stepper stepper =
          new Stepper(Methods.parse(text), OptimizerState.start(Methods.parse(text), x), 3);
      double[] actual = new double[N];
      for (int k = 0; k < STEPS; k++) {
        double m = 1 - 0.5 * k / STEPS;
        double loss = PROBLEM.evaluate(stepper.state().x(), stepper.gradient());
        stepper.step(m, loss);
        f = PROBLEM.evaluate(x, g);
        step(k, m);
        compare(text + " x after step " + k, x, stepper.state().x());
        stepper.model(actual);
        compare(text + " model after step " + k, model, actual);
      }
    }

    private static void compare(String what, double[] expected, double[] actual) {
      for (int i = 0; i < N; i++) {
        assertEquals(expected[i], actual[i], 1e-10 * Math.max(1, Math.abs(expected[i])), what);
      }
    }

    void decayInto(double decay) {
      for (int i = 0; i < N; i++) {
        g[i] += decay * x[i];
      }
    }
  }

  private static double norm(double[] a, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += a[i] * a[i];
    }
    return Math.sqrt(sum);
  }

  private static double norm(double[] a) {
    return norm(a, 0, N);
  }

  private static double norm1(double[] a) {
    double sum = 0;
    for (double value : a) {
      sum += Math.abs(value);
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] c = new double[N];
    for (int i = 0; i < N; i++) {
      c[i] = a[i] - b[i];
    }
    return c;
  }

  @Test
  void lion() {
    new Paper() {
      final double[] e = new double[N];

      @Override
      void step(int k, double m) {
        for (int i = 0; i < N; i++) {
          double c = 0.8 * e[i] + 0.2 * g[i];
          x[i] -= 0.01 * m * ((c > 0 ? 1 : c < 0 ? -1 : 0) + 0.3 * x[i]);
          e[i] = 0.95 * e[i] + 0.05 * g[i];
        }
      }
    }.check("lion(lr=0.01, beta1=0.8, beta2=0.95, weightDecay=0.3)");
  }

  @Test
  void adan() {
    for (boolean noProx : new boolean[] {false, true}) {
      new Paper() {
        final double[] e = new double[N],
            f1 = new double[N],
            n = new double[N],
            old = new double[N];

        @Override
        void step(int k, double m) {
          double lr = 0.05 * m, c1 = 1 - Math.pow(0.9, k + 1), c2 = 1 - Math.pow(0.8, k + 1);
          double c3 = 1 - Math.pow(0.95, k + 1);
          for (int i = 0; i < N; i++) {
            double diff = k == 0 ? 0 : g[i] - old[i];
            e[i] = 0.9 * e[i] + 0.1 * g[i];
            f1[i] = 0.8 * f1[i] + 0.2 * diff;
            n[i] = 0.95 * n[i] + 0.05 * Math.pow(g[i] + 0.8 * diff, 2);
            double u = (e[i] / c1 + 0.8 * f1[i] / c2) / (Math.sqrt(n[i] / c3) + 1e-8);
            x[i] = noProx ? x[i] * (1 - lr * 0.1) - lr * u : (x[i] - lr * u) / (1 + lr * 0.1);
            old[i] = g[i];
          }
        }
      }.check(
          "adan(lr=0.05, beta1=0.9, beta2=0.8, beta3=0.95, weightDecay=0.1, noProx="
              + noProx
              + ")");
    }
  }

  @Test
  void dogAndItsAverage() {
    new Paper() {
      double r, sum, weights;
      final double[] weighted = new double[N];

      @Override
      void step(int k, double m) {
        model = new double[N];
        decayInto(0.01);
        r = Math.max(Math.max(r, 1e-3 * (1 + norm(x0))), norm(minus(x, x0)));
        sum += norm(g) * norm(g);
        weights += r;
        for (int i = 0; i < N; i++) {
          weighted[i] += r * x[i];
          model[i] = weighted[i] / weights;
          x[i] -= m * r / Math.sqrt(sum + 1e-4) * g[i];
        }
      }
    }.check("dog(initialDistance=1e-3, eps=1e-4, weightDecay=0.01)");
  }

  @Test
  void dowgAndItsAverage() {
    new Paper() {
      double r, v, weights;
      final double[] weighted = new double[N];

      @Override
      void step(int k, double m) {
        model = new double[N];
        r = Math.max(Math.max(r, 1e-3 * (1 + norm(x0))), norm(minus(x, x0)));
        v += r * r * norm(g) * norm(g);
        weights += r * r;
        for (int i = 0; i < N; i++) {
          weighted[i] += r * r * x[i];
          model[i] = weighted[i] / weights;
          x[i] -= m * r * r / Math.sqrt(v) * g[i];
        }
      }
    }.check("dowg(initialDistance=1e-3)");
  }

  @Test
  void ldogInGroupsAndPerCoordinate() {
    // Groups of 2: 0-1, 2-3, and 4-6 as the last takes the rest; then each coordinate alone.
    checkLDog("ldog(groupSize=2, groups=3, initialDistance=1e-3)", 0, 2, 4, N);
    checkLDog("ldog(initialDistance=1e-3)", 0, 1, 2, 3, 4, 5, 6, N);
  }

  private static void checkLDog(String text, int... cuts) {
    new Paper() {
      final double[] r = new double[N], sum = new double[N], weights = new double[N];
      final double[] weighted = new double[N];

      @Override
      void step(int k, double m) {
        model = new double[N];
        for (int j = 0; j + 1 < cuts.length; j++) {
          int from = cuts[j], to = cuts[j + 1];
          double moved = norm(minus(x, x0), from, to);
          r[j] = Math.max(Math.max(r[j], 1e-3 * (1 + norm(x0, from, to))), moved);
          sum[j] += Math.pow(norm(g, from, to), 2);
          weights[j] += r[j];
          for (int i = from; i < to; i++) {
            weighted[i] += r[j] * x[i];
            model[i] = weighted[i] / weights[j];
            x[i] -= m * r[j] / Math.sqrt(sum[j] + 1e-8) * g[i];
          }
        }
      }
    }.check(text);
  }

  @Test
  void dAdaptSgdWithGrowthRateAndDecay() {
    new Paper() {
      double d = 1e-2, num, first;
      final double[] s = new double[N];

      @Override
      void step(int k, double m) {
        if (k == 0) {
          first = norm(g);
        }
        decayInto(0.05);
        double lambda = d * m / first;
        num += lambda * dot(g, s);
        for (int i = 0; i < N; i++) {
          s[i] += lambda * g[i];
        }
        d = Math.max(d, Math.min(2 * num / norm(s), d * 1.1));
        for (int i = 0; i < N; i++) {
          x[i] = 0.5 * x[i] + 0.5 * (x0[i] - s[i]);
        }
      }
    }.check("dadaptsgd(d0=0.01, growthRate=1.1, weightDecay=0.05, momentum=0.5)");
  }

  @Test
  void dAdaptAdamWithGrowthRateBiasCorrectionAndCoupledDecay() {
    new Paper() {
      double d = 1e-2, num;
      final double[] s = new double[N], e = new double[N], v = new double[N];

      @Override
      void step(int k, double m) {
        decayInto(0.05);
        double q = Math.sqrt(0.99);
        double lambda = d * m * Math.sqrt(1 - Math.pow(0.99, k + 1)) / (1 - Math.pow(0.8, k + 1));
        double dot = 0;
        for (int i = 0; i < N; i++) {
          dot += lambda * g[i] * s[i] / (Math.sqrt(v[i]) + 1e-8);
          e[i] = 0.8 * e[i] + lambda * 0.2 * g[i];
          v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
          s[i] = q * s[i] + lambda * (1 - q) * g[i];
        }
        num = q * num + (1 - q) * dot;
        d = Math.max(d, Math.min(num / ((1 - q) * norm1(s)), d * 1.05));
        for (int i = 0; i < N; i++) {
          x[i] -= e[i] / (Math.sqrt(v[i]) + 1e-8);
        }
      }
    }.check(
        "dadaptadam(d0=0.01, growthRate=1.05, biasCorrection=true, weightDecay=0.05, beta1=0.8,"
            + " beta2=0.99)");
  }

  @Test
  void dAdaptLionWithDecay() {
    new Paper() {
      double d = 1e-2, num;
      final double[] s = new double[N], e = new double[N];

      @Override
      void step(int k, double m) {
        double lambda = d * m, q = Math.sqrt(0.99), dot = 0;
        for (int i = 0; i < N; i++) {
          double u = Math.signum(0.9 * e[i] + 0.1 * g[i]);
          x[i] = x[i] * (1 - lambda * 0.2) - lambda * u;
          e[i] = 0.99 * e[i] + 0.01 * lambda * g[i];
          dot += lambda * u * s[i];
          s[i] = q * s[i] + (1 - q) * lambda * u;
        }
        num = q * num + (1 - q) * dot;
        d = Math.max(d, Math.min(num / ((1 - q) * norm1(s)), d * 1.2));
      }
    }.check("dadaptlion(d0=0.01, weightDecay=0.2, growthRate=1.2)");
  }

  @Test
  void dAdaptAdanWithoutProximalStep() {
    new Paper() {
      double d = 1e-2, gsq;
      final double[] s = new double[N], e = new double[N], f1 = new double[N], n = new double[N];
      double[] old = new double[N];

      @Override
      void step(int k, double m) {
        double lambda = d * m, sum = 0, roots = 0;
        double[] den = new double[N];
        for (int i = 0; i < N; i++) {
          double diff = k == 0 ? 0 : g[i] - old[i];
          e[i] = 0.98 * e[i] + lambda * 0.02 * g[i];
          f1[i] = 0.92 * f1[i] + lambda * 0.08 * diff;
          n[i] = 0.99 * n[i] + 0.01 * Math.pow(g[i] + 0.92 * diff, 2);
          den[i] = Math.sqrt(n[i]) + 1e-8;
          s[i] = 0.99 * s[i] + lambda * 0.01 * g[i];
          sum += g[i] * g[i] / den[i];
          roots += s[i] * s[i] / den[i];
        }
        gsq = 0.99 * gsq + 0.01 * lambda * lambda * sum;
        d = Math.max(d, Math.min((roots / 0.01 - gsq) / norm1(s), d * 1.5));
        for (int i = 0; i < N; i++) {
          x[i] = x[i] * (1 - lambda * 0.3) - (e[i] + 0.92 * f1[i]) / den[i];
        }
        old = g.clone();
      }
    }.check("dadaptadan(d0=0.01, growthRate=1.5, weightDecay=0.3, noProx=true)");
  }

  @Test
  void dAdaptAdaGradWithMomentumAndDecay() {
    new Paper() {
      double d = 1e-2, gsq, sksq, l1;
      final double[] s = new double[N], a = new double[N];

      @Override
      void step(int k, double m) {
        decayInto(0.05);
        double before = weighted(), length = norm1(s), roots = 0;
        for (int i = 0; i < N; i++) {
          a[i] += g[i] * g[i] + (k == 0 ? 1e-2 : 0);
          roots += g[i] * g[i] / (Math.sqrt(a[i]) + 1e-3);
          s[i] += d * m * g[i];
        }
        gsq += d * m * d * m * roots;
        sksq += weighted() - before;
        l1 += norm1(s) - length;
        d = Math.max(d, Math.min((sksq - gsq) / l1, d * 1.5));
        for (int i = 0; i < N; i++) {
          x[i] = 0.8 * x[i] + 0.2 * (x0[i] - s[i] / (Math.sqrt(a[i]) + 1e-3));
        }
      }

      private double weighted() {
        double sum = 0;
        for (int i = 0; i < N; i++) {
          sum += s[i] * s[i] / (Math.sqrt(a[i]) + 1e-3);
        }
        return sum;
      }
    }.check(
        "dadaptadagrad(d0=0.01, growthRate=1.5, momentum=0.8, eps=1e-3, initialAccumulator=1e-2,"
            + " weightDecay=0.05)");
  }

  @Test
  void dualAveragingAndItsAverage() {
    new Paper() {
      double d = 1e-2, num, sum, weights;
      final double[] s = new double[N], weighted = new double[N];

      @Override
      void step(int k, double m) {
        model = new double[N];
        double lambda = d * m, gamma = 1 / (k == 0 ? norm(g) : Math.sqrt(sum));
        num += gamma * lambda * lambda * norm(g) * norm(g);
        sum += norm(g) * norm(g);
        weights += lambda;
        for (int i = 0; i < N; i++) {
          s[i] += lambda * g[i];
          weighted[i] += lambda * x[i];
          model[i] = weighted[i] / weights;
        }
        double next = 1 / Math.sqrt(sum);
        d = Math.max(d, (next * norm(s) * norm(s) - num) / (2 * norm(s)));
        for (int i = 0; i < N; i++) {
          x[i] = x0[i] - next * s[i];
        }
      }
    }.check("dadaptda(d0=0.01)");
  }

  @Test
  void resettingWithGradientBound() {
    new Paper() {
      double d = 1e-2, last = 1e-2, num, sum;
      double[] s = new double[N];

      @Override
      void step(int k, double m) {
        num += d * m * dot(g, minus(x0, x));
        sum += norm(g) * norm(g);
        for (int i = 0; i < N; i++) {
          s[i] += d * m * g[i];
        }
        d = Math.max(d, num / norm(s));
        if (d > 2 * last) {
          last = d;
          s = new double[N];
          num = 0;
          sum = 0;
        }
        for (int i = 0; i < N; i++) {
          x[i] = x0[i] - s[i] / Math.sqrt(0.25 + sum);
        }
      }
    }.check("resetting(d0=0.01, gradientBound=0.5)");
  }

  @Test
  void prodigyWithSliceCoefficientBeta3AndGrowthRate() {
    new Paper() {
      double d = 1e-2, max = 1e-2, num;
      final double[] s = new double[N], e = new double[N], v = new double[N];

      @Override
      void step(int k, double m) {
        decayInto(0.05);
        double lambda = d * m, sum = 0;
        for (int i = 0; i < N; i += 3) {
          sum += g[i] * (x0[i] - x[i]);
          s[i] = 0.9 * s[i] + d / 1e-2 * lambda * g[i];
        }
        num = 0.9 * num + d / 1e-2 * lambda * sum;
        for (int i = 0; i < N; i++) {
          e[i] = 0.8 * e[i] + d * 0.2 * g[i];
          v[i] = 0.99 * v[i] + d * d * 0.01 * g[i] * g[i];
        }
        double estimate = 1.5 * num / norm1(s);
        if (d == 1e-2) {
          d = Math.max(d, estimate);
        }
        max = Math.max(max, estimate);
        d = Math.min(max, d * 1.1);
        for (int i = 0; i < N; i++) {
          x[i] -= lambda * e[i] / (Math.sqrt(v[i]) + d * 1e-8);
        }
      }
    }.check(
        "prodigy(d0=0.01, beta1=0.8, beta2=0.99, beta3=0.9, sliceP=3, dCoef=1.5, growthRate=1.1,"
            + " weightDecay=0.05, decouple=false)");
  }

  @Test
  void prodigyForGradientDescentWithBound() {
    new Paper() {
      double d = 1e-2, num, den;

      @Override
      void step(int k, double m) {
        den += Math.pow(d * m * norm(g), 2);
        double eta = m * d * d / Math.sqrt(d * d * 0.25 + den);
        num += eta * dot(g, minus(x0, x));
        for (int i = 0; i < N; i++) {
          x[i] -= eta * g[i];
        }
        d = Math.max(d, num / norm(minus(x, x0)));
      }
    }.check("prodigygd(d0=0.01, gradientBound=0.5)");
  }

  @Test
  void prodigyForDualAveragingWithBound() {
    new Paper() {
      double d = 1e-2, num, sum;
      final double[] s = new double[N];

      @Override
      void step(int k, double m) {
        num += d * d * m * dot(g, minus(x0, x));
        sum += Math.pow(d * m * norm(g), 2);
        for (int i = 0; i < N; i++) {
          s[i] += d * d * m * g[i];
        }
        d = Math.max(d, num / norm(s));
        for (int i = 0; i < N; i++) {
          x[i] = x0[i] - s[i] / Math.sqrt(d * d * 0.25 + sum);
        }
      }
    }.check("prodigyda(d0=0.01, gradientBound=0.5)");
  }

  @Test
  void momoWithDecayBiasCorrectionAndEstimatedBound() {
    new Paper() {
      double loss, dots, lb = -1;
      final double[] e = new double[N];

      @Override
      void step(int k, double m) {
        double gamma = 2 * m, rho = 1 - Math.pow(0.8, k + 1), c = 1 + gamma * 0.1;
        loss = 0.8 * loss + 0.2 * f;
        dots = 0.8 * dots + 0.2 * dot(x, g);
        for (int i = 0; i < N; i++) {
          e[i] = 0.8 * e[i] + 0.2 * g[i];
        }
        double cap = c * loss + dot(x, e) - c * dots;
        if (cap < c * rho * lb) {
          lb = Math.max(cap / (2 * c * rho), -1);
        }
        double gap = c * (loss - rho * lb) + dot(x, e) - c * dots;
        double tau = Math.min(gamma / rho, Math.max(gap, 0) / dot(e, e));
        lb = Math.max((loss + dot(x, e) - dots - tau * dot(e, e) / 2) / rho, -1);
        for (int i = 0; i < N; i++) {
          x[i] = (x[i] - tau * e[i]) / c;
        }
      }
    }.check(
        "momo(lr=2, beta=0.8, weightDecay=0.1, biasCorrection=true, useFstar=true, lowerBound=-1)");
  }

  @Test
  void momoAdamWithDecayAndWithoutDividing() {
    for (boolean divide : new boolean[] {false, true}) {
      new Paper() {
        double loss, dots;
        final double[] e = new double[N], v = new double[N];

        @Override
        void step(int k, double m) {
          double gamma = 0.5 * m, rho = 1 - Math.pow(0.8, k + 1), c = 1 + gamma * 0.1;
          double[] scaled = new double[N];
          loss = 0.8 * loss + 0.2 * f;
          dots = 0.8 * dots + 0.2 * dot(x, g);
          for (int i = 0; i < N; i++) {
            e[i] = 0.8 * e[i] + 0.2 * g[i];
            v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
            scaled[i] = e[i] / (Math.sqrt(v[i] / (1 - Math.pow(0.99, k + 1))) + 1e-8);
          }
          double gap = c * (loss - rho * 0.3) + dot(x, e) - c * dots;
          double tau = Math.min(gamma / rho, Math.max(gap, 0) / dot(e, scaled));
          for (int i = 0; i < N; i++) {
            x[i] =
                divide ? (x[i] - tau * scaled[i]) / c : x[i] * (1 - gamma * 0.1) - tau * scaled[i];
          }
        }
      }.check(
          "momoadam(lr=0.5, beta1=0.8, beta2=0.99, weightDecay=0.1, lowerBound=0.3, divide="
              + divide
              + ")");
    }
  }

  @Test
  void sgdWithNesterovAndWithDampening() {
    new Paper() {
      final double[] momentum = new double[N];

      @Override
      void step(int k, double m) {
        decayInto(0.05);
        for (int i = 0; i < N; i++) {
          momentum[i] = k == 0 ? g[i] : 0.8 * momentum[i] + g[i];
          x[i] -= 0.3 * m * (g[i] + 0.8 * momentum[i]);
        }
      }
    }.check("sgd(lr=0.3, momentum=0.8, nesterov=true, weightDecay=0.05)");
    new Paper() {
      final double[] momentum = new double[N];

      @Override
      void step(int k, double m) {
        for (int i = 0; i < N; i++) {
          momentum[i] = k == 0 ? g[i] : 0.8 * momentum[i] + 0.6 * g[i];
          x[i] -= 0.3 * m * momentum[i];
        }
      }
    }.check("sgd(lr=0.3, momentum=0.8, dampening=0.4)");
  }

  @Test
  void adaGradWithDecays() {
    new Paper() {
      final double[] a = new double[N];

      @Override
      void step(int k, double m) {
        decayInto(0.05);
        for (int i = 0; i < N; i++) {
          a[i] += g[i] * g[i] + (k == 0 ? 0.1 : 0);
          x[i] -= 0.5 * m / (1 + k * 0.2) * g[i] / (Math.sqrt(a[i]) + 1e-10);
        }
      }
    }.check("adagrad(lr=0.5, lrDecay=0.2, initialAccumulator=0.1, weightDecay=0.05)");
  }

  @Test
  void gradaGradWithMomentumAndLimits() {
    new Paper() {
      double gamma = 0.01, alpha;
      double[] old = new double[N];
      final double[] z = Rules.start(N);

      @Override
      void step(int k, double m) {
        decayInto(0.05);
        double v = dot(g, g) - 1.5 * dot(g, old);
        if (v >= 0) {
          alpha += v;
        } else {
          gamma *= Math.sqrt(1 - Math.max(v, -0.1 * alpha) / alpha);
        }
        for (int i = 0; i < N; i++) {
          z[i] -= m * gamma * g[i] / Math.sqrt(alpha);
          x[i] = 0.7 * x[i] + 0.3 * z[i];
        }
        old = g.clone();
      }
    }.check("gradagrad(gamma0=0.01, rho=1.5, r=0.1, momentum=0.7, weightDecay=0.05)");
  }

  @Test
  void madgradWithDecoupledDecay() {
    new Paper() {
      final double[] s = new double[N], nu = new double[N];

      @Override
      void step(int k, double m) {
        double gamma = 0.1 * m + 1e-6, lambda = gamma * Math.sqrt(k + 1);
        for (int i = 0; i < N; i++) {
          double old = x[i];
          nu[i] += lambda * g[i] * g[i];
          s[i] += lambda * g[i];
          double z = x0[i] - s[i] / (Math.cbrt(nu[i]) + 1e-6);
          x[i] = 0.9 * x[i] + 0.1 * z - gamma * 0.2 * old;
        }
      }
    }.check("madgrad(lr=0.1, decouple=true, weightDecay=0.2)");
  }

  @Test
  void mirrorMadgradWithBothDecays() {
    for (boolean decouple : new boolean[] {false, true}) {
      new Paper() {
        final double[] z = Rules.start(N), nu = new double[N];

        @Override
        void step(int k, double m) {
          double gamma = 0.1 * m + 1e-3;
          if (!decouple) {
            decayInto(0.2);
          }
          for (int i = 0; i < N; i++) {
            z[i] -= decouple ? gamma * 0.2 * z[i] : 0;
            nu[i] = Math.sqrt(k / (k + 1.0)) * nu[i] + g[i] * g[i];
            z[i] -= gamma * Math.cbrt(k + 1) * g[i] / (Math.cbrt(nu[i]) + 1e-3);
            x[i] = 0.9 * x[i] + 0.1 * z[i];
          }
        }
      }.check("mirrormadgrad(lr=0.1, eps=1e-3, weightDecay=0.2, decouple=" + decouple + ")");
    }
  }

  /** Schedule-Free as the paper writes it, with the average as a vector of its own. */
  @Test
  void scheduleFreeInThreeSequences() {
    new Paper() {
      final double[] z = Rules.start(N), average = Rules.start(N), v = new double[N];
      double max, weights;

      {
        model = average;
      }

      @Override
      void step(int k, double m) {
        double lr = 0.1 * m * Math.min(1, (k + 1) / 10.0);
        max = Math.max(max, lr);
        double weight = (k + 1) * Math.pow(max, 1.5);
        weights += weight;
        for (int i = 0; i < N; i++) {
          v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
          double u = g[i] / (Math.sqrt(v[i] / (1 - Math.pow(0.99, k + 1))) + 1e-8) + 0.05 * x[i];
          z[i] -= lr * u;
          average[i] += weight / weights * (z[i] - average[i]);
          x[i] = 0.2 * z[i] + 0.8 * average[i];
        }
      }
    }.check(
        "schedulefreeadamw(lr=0.1, beta1=0.8, beta2=0.99, weightDecay=0.05, warmupSteps=10, r=1,"
            + " weightPower=1.5)");
  }

  @Test
  void mechanicWithClipping() {
    new Paper() {
      final double[] beta = {0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999};
      final double[] max = new double[6], v = new double[6], r = new double[6], s = new double[6];

      {
        java.util.Arrays.fill(max, 1e-6);
      }

      @Override
      void step(int k, double m) {
        double total = 0;
        for (double value : s) {
          total += value;
        }
        double[] delta = new double[N], next = new double[N];
        for (int i = 0; i < N; i++) {
          delta[i] = (x[i] - x0[i]) / (total + 1e-8);
          next[i] = x[i] - 0.1 * m * g[i];
        }
        double pull = 0.02 * total * norm(g) / (norm(next) + 1e-8);
        double h = dot(delta, g) + pull * dot(delta, next);
        double sum = 0;
        for (int j = 0; j < 6; j++) {
          double clipped = Math.max(-max[j], Math.min(max[j], h));
          max[j] = Math.max(beta[j] * max[j], Math.abs(h));
          v[j] = beta[j] * beta[j] * v[j] + clipped * clipped;
          r[j] = Math.max(0, beta[j] * r[j] - s[j] * clipped);
          s[j] = (max[j] * 1e-3 / 6 + r[j]) / (Math.sqrt(v[j]) + 1e-8);
          sum += s[j];
        }
        for (int i = 0; i < N; i++) {
          x[i] = x0[i] + sum * (delta[i] - 0.1 * m * g[i]);
        }
      }
    }.check("mechanic(sgd(lr=0.1), sDecay=0.02, sInit=1e-3, clip=true)");
  }

  /**
   * Primal averaging is SGD with momentum: alpha_k = eta_k c_(k+1), beta_k = 1 - c_k (eta const).
   */
  @Test
  void primalAveragingIsMomentum() {
    new Paper() {
      final double[] momentum = new double[N];
      double c = 0;

      @Override
      void step(int k, double m) {
        double beta = 1 - c;
        c = 0.1 * m;
        for (int i = 0; i < N; i++) {
          momentum[i] = beta * momentum[i] + g[i];
          x[i] -= 0.3 / 0.1 * c * momentum[i];
        }
      }
    }.check("spa(lr=0.3, momentum=0.9)");
  }

  @Test
  void modernDualAveragingWithDecay() {
    new Paper() {
      final double[] s = new double[N];

      @Override
      void step(int k, double m) {
        decayInto(0.05);
        for (int i = 0; i < N; i++) {
          s[i] += 0.3 * m * Math.sqrt(k + 1) * g[i];
          x[i] = 0.8 * x[i] + 0.2 * (x0[i] - s[i] / Math.sqrt(k + 1));
        }
      }
    }.check("mda(lr=0.3, momentum=0.8, weightDecay=0.05)");
  }

  @Test
  void adamWithCoupledDecay() {
    new Paper() {
      final double[] e = new double[N], v = new double[N];

      @Override
      void step(int k, double m) {
        decayInto(0.1);
        for (int i = 0; i < N; i++) {
          e[i] = 0.8 * e[i] + 0.2 * g[i];
          v[i] = 0.9 * v[i] + 0.1 * g[i] * g[i];
          double root = Math.sqrt(v[i] / (1 - Math.pow(0.9, k + 1)));
          x[i] -= 0.1 * m * e[i] / (1 - Math.pow(0.8, k + 1)) / (root + 1e-3);
        }
      }
    }.check("adam(lr=0.1, beta1=0.8, beta2=0.9, eps=1e-3, weightDecay=0.1)");
  }
}
