package org.stepless.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;

class LossTest {
  static Stream<Loss> all() {
    return Stream.concat(
        Losses.CATALOG.names().stream().map(Losses.CATALOG::create),
        Stream.of(new Softmax(5), new PivotSoftmax(4), new Huber(0.3)));
  }

  /** Figures computed with 40 digits from the formula in each loss's Javadoc. */
  @ParameterizedTest
  @CsvSource({
    "logistic, -30, 1, 30.000000000000093576, -0.99999999999990642377",
    "logistic, -2, 1, 2.1269280110429724964, -0.88079707797788244406",
    "logistic, 2, 0, 2.1269280110429724964, 0.88079707797788244406",
    "logistic, 0.5, 1, 0.47407698418010668087, -0.37754066879814543536",
    "logistic, 3, 1, 0.048587351573742058759, -0.047425873177566780879",
    "logistic, 40, 1, 4.2483542552915889863e-18, -4.2483542552915889773e-18",
    "logistic, -40, 0, 4.2483542552915889863e-18, 4.2483542552915889773e-18",
    "logistic, 10000, 0, 10000, 1",
    "logistic, 10000, 1, 0, 0",
    "logistic, -10000, 1, 10000, -1",
    "poisson, -3, 2, 6.0497870683678639430, -1.9502129316321360571",
    "poisson, 2.5, 2, 7.1824939607034734381, 10.182493960703473438",
    "poisson, -10000, 0, 0, 0",
    "squared, 3, 1.5, 1.125, 1.5",
    "squared, -10000, 0, 5e7, -10000",
    "huber, 1, 2, 0.5, -1",
    "huber, 7, 2, 5.83875, 1.35",
    "huber, -10000, 0, 13499.08875, -1.35",
    "hinge, 0.25, 1, 0.75, -1",
    "hinge, 0.25, 0, 1.25, 1",
    "hinge, 1, 1, 0, 0",
    "hinge, -1, 0, 0, 0",
    "hinge, -10000, 1, 10001, -1",
    "squaredhinge, 0.25, 1, 0.5625, -1.5",
    "squaredhinge, 0.25, 0, 1.5625, 2.5",
    "squaredhinge, 1.5, 1, 0, 0",
    "squaredhinge, -10000, 1, 100020001, -20002"
  })
  void knownValues(String name, double margin, double label, double value, double derivative) {
    for (double weight : new double[] {1, 2.5}) {
      RowBlock block = labels(new double[] {label}, new double[] {weight});
      double[] margins = {margin};
      Loss loss = Losses.parse(name);
      assertEquals(weight * value, loss.sum(block, null, 0, 1, margins), 4e-15 * weight * value);
      assertEquals(
          weight * value, loss.evaluate(block, null, 0, 1, margins), 4e-15 * weight * value);
      assertEquals(weight * derivative, margins[0], 4e-15 * weight * Math.abs(derivative));
    }
  }

  @Test
  void knownSoftmax() {
    double[] values = {1.7326219831020326765, 3.4826219831020326765, 0.23262198310203267647};
    double[] shares = {0.17682018210744428171, 0.030726740326436431815, 0.79245307756611928647};
    Loss loss = new Softmax(3);
    for (int label = 0; label < 3; label++) {
      for (double shift : new double[] {0, 1e4, -1e4}) {
        RowBlock block = labels(new double[] {label}, new double[] {0.5});
        double[] margins = {0.5 + shift, -1.25 + shift, 2 + shift};
        assertEquals(values[label] / 2, loss.sum(block, null, 0, 1, margins), 1e-11);
        assertEquals(values[label] / 2, loss.evaluate(block, null, 0, 1, margins), 1e-11);
        for (int k = 0; k < 3; k++) {
          assertEquals((shares[k] - (k == label ? 1 : 0)) / 2, margins[k], 1e-11);
        }
      }
    }
    double[] far = {1e4, -1e4, 0};
    assertEquals(2e4, loss.evaluate(labels(new double[] {1}, null), null, 0, 1, far));
    assertEquals(List.of(1.0, -1.0, 0.0), Arrays.stream(far).boxed().toList());
  }

  /** With the margin of class 0 at 0 both are the same function, its derivative left out. */
  @Test
  void pivotSoftmaxIsSoftmaxWithAMarginOfZero() {
    Random random = new Random(3);
    for (double size : new double[] {1, 30, 2000}) {
      double[] pivot = random.doubles(3, -size, size).toArray();
      double[] full = {0, pivot[0], pivot[1], pivot[2]};
      for (int label = 0; label < 4; label++) {
        RowBlock block = labels(new double[] {label}, new double[] {1.5});
        double[] expected = full.clone(), actual = pivot.clone();
        double value = new Softmax(4).evaluate(block, null, 0, 1, expected);
        Loss loss = new PivotSoftmax(4);
        assertEquals(value, loss.sum(block, null, 0, 1, actual), 1e-13 * value);
        assertEquals(value, loss.evaluate(block, null, 0, 1, actual), 1e-13 * value);
        for (int k = 0; k < 3; k++) {
          assertEquals(expected[k + 1], actual[k], 1e-15);
        }
      }
    }
  }

  /** Central differences in every margin, by row, over many rows with an order and weights. */
  @ParameterizedTest
  @MethodSource("all")
  void derivativesEqualDifferences(Loss loss) {
    Random random = new Random(7);
    int rows = 600, outputs = loss.outputs();
    double[] labels = random.doubles(rows, 0, Math.max(2, outputs)).map(Math::floor).toArray();
    for (boolean weighted : new boolean[] {false, true}) {
      double[] weights = weighted ? random.doubles(rows, 0, 3).toArray() : null;
      RowBlock block = labels(labels, weights);
      int[] order = random.ints(rows, 0, rows).toArray();
      double[] margins = random.doubles(rows * outputs, -3, 3).toArray();
      double[] derivatives = margins.clone();
      double total = loss.evaluate(block, order, 0, rows, derivatives);
      double step = 1e-5, sum = 0;
      for (int r = 0; r < rows; r++) {
        double[] row = Arrays.copyOfRange(margins, r * outputs, (r + 1) * outputs);
        sum += loss.sum(block, order, r, r + 1, row);
        for (int k = 0; k < outputs; k++) {
          double middle = row[k];
          row[k] = middle + step;
          double above = loss.sum(block, order, r, r + 1, row);
          row[k] = middle - step;
          double below = loss.sum(block, order, r, r + 1, row);
          row[k] = middle;
          assertEquals((above - below) / (2 * step), derivatives[r * outputs + k], 2e-5);
        }
      }
      assertEquals(sum, total, 1e-12 * sum, loss + " summed row by row");
      assertEquals(sum, loss.sum(block, order, 0, rows, margins), 1e-12 * sum);
    }
  }

  /** One logarithm for many rows must not lose losses that are tiny, nor overflow on large ones. */
  @Test
  void logisticSumsAreExact() {
    Loss loss = new Logistic();
    RowBlock block = labels(new double[2000], null);
    double[] tiny = new double[2000], even = new double[2000];
    Arrays.fill(tiny, -45);
    double exact = 2000 * 2.8625185805493936447e-20;
    assertEquals(exact, loss.sum(block, null, 0, 2000, tiny), 1e-30);
    assertEquals(2000 * 0.69314718055994530942, loss.sum(block, null, 0, 2000, even), 1e-10);
    assertEquals(exact, loss.evaluate(block, null, 0, 2000, tiny), 1e-30);
    assertEquals(2000 * 0.69314718055994530942, loss.evaluate(block, null, 0, 2000, even), 1e-10);
  }

  @ParameterizedTest
  @MethodSource("all")
  void nanAndOverflowShowInTheSum(Loss loss) {
    RowBlock block = labels(new double[] {1}, null);
    double[] margins = new double[loss.outputs()];
    Arrays.fill(margins, Double.NaN);
    assertTrue(Double.isNaN(loss.sum(block, null, 0, 1, margins)), loss.toString());
    assertTrue(Double.isNaN(loss.evaluate(block, null, 0, 1, margins)), loss.toString());
    double[] huge = {1000};
    assertEquals(Double.POSITIVE_INFINITY, new Poisson().evaluate(block, null, 0, 1, huge));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logistic | -1 | label must be 0 or 1 for the logistic loss, was -1",
        "logistic | 0.5 | label must be 0 or 1 for the logistic loss, was 0.5",
        "hinge | 2 | label must be 0 or 1 for the hinge loss, was 2",
        "squaredhinge | 2 | label must be 0 or 1 for the squared hinge loss, was 2",
        "softmax(classes=4) | 4 | label must be a whole number from 0 to 3 for the softmax loss of 4 classes, was 4",
        "pivotsoftmax(classes=4) | 4 | label must be a whole number from 0 to 3 for the softmax loss of 4 classes, was 4",
        "softmax(classes=4) | 1.5 | label must be a whole number from 0 to 3 for the softmax loss of 4 classes, was 1.5",
        "poisson | -0.1 | label must be at least 0 and finite for the Poisson loss, was -0.1",
        "squared | NaN | label must be finite for the squared error, was NaN",
        "huber | Infinity | label must be finite for the Huber loss, was infinity"
      })
  void badLabelsAreNamed(String name, double label, String message) {
    Loss loss = Losses.parse(name);
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> loss.checkLabel(label)).getMessage());
    loss.checkLabel(0);
    loss.checkLabel(1);
    if (Double.isFinite(label)) {
      RowBlock block = labels(new double[] {1, 0, label}, null);
      assertEquals(
          "row 2: " + message,
          assertThrows(IllegalArgumentException.class, () -> loss.checkLabels(block)).getMessage());
    }
  }

  @Test
  void textForm() {
    assertEquals(new Huber(1.35), Losses.parse("huber"));
    assertEquals(new Huber(2), Losses.parse("huber(delta=2)"));
    assertEquals("softmax(classes=26)", Losses.print(new Softmax(26)));
    all().forEach(loss -> assertEquals(loss, Losses.parse(Losses.print(loss))));
    assertThrows(IllegalArgumentException.class, () -> new Huber(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Softmax(1));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Losses.parse("square")).getMessage();
    assertTrue(message.contains("unknown loss 'square'; known: logistic, softmax"), message);
  }

  private static RowBlock labels(double[] labels, double[] weights) {
    RowBlockBuilder builder = new RowBlockBuilder(0, labels.length);
    for (int r = 0; r < labels.length; r++) {
      builder.addDense(new double[0], labels[r], weights == null ? 1 : weights[r]);
    }
    return builder.build();
  }
}
