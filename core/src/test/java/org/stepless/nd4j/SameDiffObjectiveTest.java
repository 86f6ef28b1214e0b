package org.stepless.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.stepless.data.RandomRows;
import org.stepless.data.RandomRows.Values;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.models.Activation;
import org.stepless.models.FiniteDifferences;
import org.stepless.models.Perceptron;

class SameDiffObjectiveTest {
  private static final int IN = 5, HIDDEN = 4, CLASSES = 3;
  private static final int[] LAYERS = {IN, HIDDEN, CLASSES};

  @Test
  void variablesAreAPointByNameAndRowMajor() {
    SameDiffGraph graph =
        SameDiffGraph.of(Graphs.perceptron(IN, HIDDEN, CLASSES, DataType.DOUBLE, 1));
    assertEquals(
        List.of("b1", "b2", "w1", "w2"),
        graph.variables().stream().map(SameDiffGraph.Variable::name).toList());
    assertEquals(HIDDEN + CLASSES + IN * HIDDEN + HIDDEN * CLASSES, graph.dimension());
    double[] start = graph.start();
    SameDiff copy = SameDiffGraph.of(graph.bytes()).open();
    for (int i = 0; i < IN; i++) {
      for (int h = 0; h < HIDDEN; h++) {
        assertEquals(
            copy.getVariable("w1").getArr().getDouble(i, h),
            start[HIDDEN + CLASSES + i * HIDDEN + h]);
      }
    }
    assertArrayEquals(start, SameDiffGraph.of(graph.open(start)).start());
    assertEquals(graph.key(), SameDiffGraph.of(graph.bytes()).key());
  }

  @Test
  void lossAndGradientEqualThoseOfThePerceptron() throws Exception {
    check(DataType.DOUBLE, 1e-12);
    check(DataType.FLOAT, 1e-5);
  }

  private static void check(DataType type, double tolerance) throws Exception {
    RandomRows data = new RandomRows(7, 40, IN, 0.6, Values.DOUBLES, false, CLASSES);
    BatchObjective objective = shipped(objective(type, 0));
    double[] x = new Random(3).doubles(objective.dimension(), -1, 1).toArray();
    int[] order = data.subset(5);
    double[] expected = new double[x.length], gradient = new double[x.length];
    Perceptron plain = new Perceptron(LAYERS, Activation.SIGMOID, 0);
    double sum =
        plain.addLossAndGradient(
            data.block(), order, 0, order.length, toSpark(x), expected, plain.workspace());
    assertEquals(
        sum,
        objective.addLossAndGradient(
            data.block(), order, 0, order.length, x, gradient, objective.workspace()),
        tolerance * sum);
    assertEquals(
        sum,
        objective.lossSum(data.block(), order, 0, order.length, x, objective.workspace()),
        tolerance * sum);
    assertArrayEquals(expected, toSpark(gradient), tolerance * 10);
  }

  @Test
  void gradientEqualsFiniteDifferences() {
    RowBlock block = new RandomRows(9, 12, IN, 0.8, Values.DOUBLES, false, CLASSES).block();
    SameDiffObjective objective = objective(DataType.DOUBLE, 0.2);
    Random random = new Random(4);
    FiniteDifferences.check(objective, block, random, random.doubles(objective.dimension()));
  }

  @Test
  void weightsAndColumnsOfLabelsFillPlaceholders() {
    int in = 3;
    SameDiffGraph graph = SameDiffGraph.of(Graphs.regression(in));
    RandomRows data = new RandomRows(2, 3000, in + 1, 0.7, Values.DOUBLES, true, 2);
    double[] x = {0.5, 1, -2, 3};
    for (boolean columns : new boolean[] {false, true}) {
      List<Input> features =
          columns ? List.of(Input.of("x", in)) : List.of(Input.of("x", in), Input.of("unused"));
      SameDiff instance = graph.open();
      if (!columns) {
        instance.placeHolder("unused", DataType.DOUBLE, -1);
      }
      Target target = columns ? Target.columns("y") : Target.number("y");
      SameDiffObjective objective =
          new SameDiffObjective(
              SameDiffGraph.of(instance),
              new RowLayout(features, target, "weight"),
              "loss",
              Reduction.SUM,
              0,
              Graphs.ONE_THREAD);
      double sum = 0;
      double[] expected = new double[4], gradient = new double[4];
      for (int r = 0; r < 3000; r++) {
        double[] row = data.rows[r];
        double error = x[0] + row[0] * x[1] + row[1] * x[2] + row[2] * x[3];
        error -= columns ? row[in] : data.labels[r];
        sum += data.weights[r] * error * error;
        expected[0] += 2 * data.weights[r] * error;
        for (int j = 0; j < in; j++) {
          expected[j + 1] += 2 * data.weights[r] * error * row[j];
        }
      }
      double loss =
          objective.addLossAndGradient(
              data.block(), null, 0, 3000, x, gradient, objective.workspace());
      assertEquals(sum, loss, 1e-11 * sum); // three tiles of rows
      assertArrayEquals(expected, gradient, 1e-9 * sum);
    }
  }

  @Test
  void nativeMemoryStaysFlatOver200Rounds() {
    RowBlock block = new RandomRows(9, 256, IN, 0.8, Values.DOUBLES, false, CLASSES).block();
    SameDiffObjective sameDiff = objective(DataType.DOUBLE, 0);
    Nd4jPerceptron perceptron =
        new Nd4jPerceptron(LAYERS, Activation.SIGMOID, 0, Graphs.ONE_THREAD);
    for (BatchObjective objective : List.of(sameDiff, perceptron)) {
      largestUse(objective, block, 5);
      long before = largestUse(objective, block, 1);
      long after = largestUse(objective, block, 200);
      long rows = 256L * IN * Double.BYTES; // scalars of ND4J's own await the garbage collector
      assertTrue(after - before < 2 * rows, () -> "grew by " + (after - before) + " bytes");
    }
  }

  /** Largest number of bytes in arrays between two rounds, as counted by ND4J's native library. */
  private static long largestUse(BatchObjective objective, RowBlock block, int rounds) {
    double[] x = new double[objective.dimension()], gradient = new double[x.length];
    long most = 0;
    for (int i = 0; i < rounds; i++) {
      objective.addLossAndGradient(block, null, 0, 256, x, gradient, objective.workspace());
      objective.lossSum(block, null, 0, 256, x, objective.workspace());
      most = Math.max(most, Nd4j.getEnvironment().getDeviceCouner(0));
    }
    return most;
  }

  @Test
  void refusesWhatDoesNotFitTheGraph() {
    SameDiffGraph graph =
        SameDiffGraph.of(Graphs.perceptron(IN, HIDDEN, CLASSES, DataType.DOUBLE, 1));
    message("no placeholder 'z'; it has [x, y]", () -> make(graph, "z", IN, "loss", null));
    message("nothing fills placeholder 'y'", () -> make(graph, "x", IN, "loss", null));
    Target target = Target.oneHot("y", CLASSES);
    message(
        "placeholder 'x' has shape [-1, 5], a batch of rows [-1, 4]",
        () -> make(graph, "x", 4, "loss", target));
    message("no variable 'cost' to be the loss", () -> make(graph, "x", IN, "cost", target));
    message(
        "size of the placeholder of a number must be 1, was 2",
        () -> new Target(Input.of("y", 2), Target.Kind.NUMBER));
    message("3 bytes are no SameDiff graph", () -> SameDiffGraph.of(new byte[3]));
    message("no trainable variable", () -> SameDiffGraph.of(SameDiff.create()));
    SameDiffObjective objective = objective(DataType.DOUBLE, 0);
    double[] x = new double[objective.dimension()];
    RowBlock weighted = new RandomRows(9, 9, IN, 1, Values.ONES, true, CLASSES).block();
    RowBlock narrow = new RandomRows(9, 9, 2, 1, Values.ONES, false, CLASSES).block();
    RowBlock wrong = new RandomRows(9, 99, IN, 1, Values.ONES, false, CLASSES + 1).block();
    message("need a placeholder of their own", () -> loss(objective, weighted, x));
    message("rows have 2 columns, the placeholders take 5", () -> loss(objective, narrow, x));
    message("label must be a whole number in [0, 3), was 3", () -> loss(objective, wrong, x));
  }

  private static double loss(BatchObjective objective, RowBlock block, double[] x) {
    return objective.lossSum(block, null, 0, block.rows(), x, objective.workspace());
  }

  private static SameDiffObjective make(
      SameDiffGraph graph, String features, int columns, String loss, Target target) {
    return new SameDiffObjective(
        graph,
        new RowLayout(List.of(Input.of(features, columns)), target, null),
        loss,
        Reduction.MEAN,
        0,
        Graphs.ONE_THREAD);
  }

  private static void message(String part, Runnable action) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(part), e::getMessage);
  }

  private static SameDiffObjective objective(DataType type, double regParam) {
    return new SameDiffObjective(
        SameDiffGraph.of(Graphs.perceptron(IN, HIDDEN, CLASSES, type, 1)),
        Graphs.rows(IN, CLASSES),
        "loss",
        Reduction.MEAN,
        regParam,
        Graphs.ONE_THREAD);
  }

  private static double[] toSpark(double[] x) {
    return Graphs.toSpark(x, IN, HIDDEN, CLASSES);
  }

  private static BatchObjective shipped(BatchObjective objective) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(objective);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (BatchObjective) in.readObject();
    }
  }
}
