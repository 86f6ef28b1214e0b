package org.stepless.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.stepless.data.RandomRows;
import org.stepless.data.RandomRows.Values;
import org.stepless.methods.Methods;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;

/** Training by ND4J's own loop against the same training by a Stepper on one vector. */
class Nd4jRuleUpdaterTest {
  private static final int IN = 5, HIDDEN = 4, CLASSES = 3, ROWS = 30, STEPS = 12;
  private static final RandomRows DATA =
      new RandomRows(7, ROWS, IN, 0.7, Values.DOUBLES, false, CLASSES);

  @BeforeAll
  static void oneThread() {
    Backend.open(Graphs.ONE_THREAD);
  }

  private static SameDiff graph(IUpdater updater) {
    SameDiff graph = Graphs.perceptron(IN, HIDDEN, CLASSES, DataType.DOUBLE, 3);
    graph.setTrainingConfig(config(updater).build());
    return graph;
  }

  private static TrainingConfig.Builder config(IUpdater updater) {
    return TrainingConfig.builder()
        .updater(updater)
        .dataSetFeatureMapping("x")
        .dataSetLabelMapping("y");
  }

  private static void train(SameDiff graph, int steps) {
    INDArray features = Nd4j.createFromArray(DATA.rows);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, ROWS, CLASSES);
    for (int r = 0; r < ROWS; r++) {
      labels.putScalar(r, (long) DATA.labels[r], 1);
    }
    graph.fit(new SingletonDataSetIterator(new DataSet(features, labels)), steps);
  }

  private static double[] point(SameDiff graph) {
    return SameDiffGraph.of(graph).start();
  }

  /** The same rule on the graph's variables as one vector. */
  private static Stepper expected(String rule, int steps, boolean decreasing) {
    SameDiffGraph graph =
        SameDiffGraph.of(Graphs.perceptron(IN, HIDDEN, CLASSES, DataType.DOUBLE, 3));
    SameDiffObjective objective =
        new SameDiffObjective(
            graph, Graphs.rows(IN, CLASSES), "loss", Reduction.MEAN, 0, Graphs.ONE_THREAD);
    Stepper stepper =
        new Stepper(Methods.parse(rule), OptimizerState.start(Methods.parse(rule), graph.start()));
    for (int step = 0; step < steps; step++) {
      double[] gradient = stepper.gradient();
      java.util.Arrays.fill(gradient, 0);
      double loss =
          objective.addLossAndGradient(
              DATA.block(), null, 0, ROWS, stepper.state().x(), gradient, objective.workspace());
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] /= ROWS;
      }
      stepper.step(decreasing ? 1 - (double) step / steps : 1, loss / ROWS);
    }
    return stepper;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prodigy(weightDecay=0.01)",
        "dadaptadam",
        "momoadam",
        "momo",
        "mechanic(adamw(weightDecay=0.1))",
        "schedulefreeadamw",
        "dog",
        "adam",
        "mda"
      })
  void withTheListenerEveryRuleStepsAsOnOneVector(String rule) {
    SameDiff graph = graph(new Nd4jRuleUpdater(rule, "linear", STEPS));
    RuleListener listener = new RuleListener();
    graph.setListeners(listener);
    train(graph, STEPS);
    Stepper expected = expected(rule, STEPS, true);
    assertArrayEquals(expected.state().x(), point(graph), 1e-10);
    listener.writeModel(graph);
    double[] model = new double[expected.state().x().length];
    expected.model(model);
    assertArrayEquals(model, point(graph), 1e-10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"adam", "sgd(lr=0.1, momentum=0.9)", "madgrad", "schedulefreesgd", "lion"})
  void elementwiseRulesNeedNoListener(String rule) {
    SameDiff graph = graph(new Nd4jRuleUpdater(rule));
    train(graph, STEPS);
    assertArrayEquals(expected(rule, STEPS, false).state().x(), point(graph), 1e-10);
  }

  /** As DL4J does: one block of all parameters, whose update it subtracts; state in ND4J's view. */
  @Test
  void oneBlockOfAllParametersStepsAsOneVector() {
    Nd4jRuleUpdater updater = new Nd4jRuleUpdater("prodigy").perBlock();
    INDArray target = Nd4j.createFromArray(1.0, -2, 3, 4).reshape(1, 4);
    OptimizerState state = OptimizerState.start(Methods.parse("prodigy"), new double[4]);
    Stepper expected = new Stepper(Methods.parse("prodigy"), state);
    INDArray view = Nd4j.zeros(DataType.DOUBLE, 1, updater.stateSize(4));
    GradientUpdater<Nd4jRuleUpdater> block = updater.instantiate(view, true);
    INDArray x = Nd4j.zeros(DataType.DOUBLE, 1, 4);
    for (int step = 0; step < 40; step++) {
      if (step == 20) { // as if saved and loaded: the view is all that is left
        block = updater.clone().instantiate(view.dup(), false);
      }
      INDArray gradient = x.sub(target);
      double[] same = gradient.toDoubleVector();
      System.arraycopy(same, 0, expected.gradient(), 0, 4);
      expected.step(1, Double.NaN);
      block.applyUpdater(gradient, step, 0);
      x.subi(gradient);
      if (step == 19) {
        assertTrue(view.getDouble(view.length() - 1) == 20, "steps in the view");
      }
    }
    assertArrayEquals(state.x(), x.toDoubleVector(), 1e-10);
  }

  @Test
  void savedGraphsGoOnWhereTheyWere(@TempDir Path folder) throws Exception {
    for (String rule : List.of("prodigy", "adam")) {
      SameDiff first = graph(new Nd4jRuleUpdater(rule, "linear", 2 * STEPS));
      first.setListeners(new RuleListener());
      train(first, STEPS);
      File file = folder.resolve(rule).toFile();
      first.save(file, true);
      SameDiff second = SameDiff.load(file, true);
      assertEquals(
          new Nd4jRuleUpdater(rule, "linear", 2 * STEPS), second.getTrainingConfig().getUpdater());
      second.setListeners(new RuleListener());
      train(second, STEPS);
      assertArrayEquals(expected(rule, 2 * STEPS, true).state().x(), point(second), 1e-10);
    }
  }

  @Test
  void configurationsKeepTheRuleAsText() {
    Nd4jRuleUpdater updater =
        new Nd4jRuleUpdater("mechanic(adamw(weightDecay=0.02))", "cosine(warmup=0.1)", 100)
            .perBlock();
    TrainingConfig config = config(updater).build();
    String json = config.toJson();
    assertTrue(json.contains("mechanic(adamw(weightDecay=0.02))"), json);
    IUpdater read = TrainingConfig.fromJson(json).getUpdater();
    assertEquals(updater, read);
    assertEquals(updater.hashCode(), read.hashCode());
    assertEquals(updater, updater.clone());
    assertEquals("Nd4jRuleUpdater(prodigy, constant)", new Nd4jRuleUpdater("prodigy()").toString());
  }

  @Test
  void floatVariablesHoldThePointRounded() {
    SameDiff graph = Graphs.perceptron(IN, HIDDEN, CLASSES, DataType.FLOAT, 3);
    graph.setTrainingConfig(config(new Nd4jRuleUpdater("prodigy")).build());
    graph.setListeners(new RuleListener());
    train(graph, STEPS);
    assertArrayEquals(expected("prodigy", STEPS, false).state().x(), point(graph), 1e-5);
  }

  @Test
  void whatAGradientAloneCannotDoIsRefused() {
    refused(
        "adamw(weightDecay=0.1)", "updater adamw(weightDecay=0.1) needs the weights themselves");
    refused("dog", "needs the weights themselves");
    refused("momo", "needs the loss");
    refused("prodigy", "needs sums over the gradients of all variables");
    refused("prodigy(weightDecay=1e-7)", "needs the weights themselves");
    SameDiff other = graph(new org.nd4j.linalg.learning.config.Adam());
    other.setListeners(new RuleListener());
    message("needs a Nd4jRuleUpdater", () -> train(other, 1));
    SameDiff decayed = graph(new Nd4jRuleUpdater("adam"));
    decayed.setTrainingConfig(
        config(new Nd4jRuleUpdater("adam")).regularization(new WeightDecay(0.1, false)).build());
    decayed.setListeners(new RuleListener());
    message("WeightDecay changes weights beside the rule", () -> train(decayed, 1));
    Exception e =
        assertThrows(
            UnsupportedOperationException.class,
            () -> new Nd4jRuleUpdater("adam").setLrAndSchedule(1, null));
    assertTrue(e.getMessage().contains("in its constructor"), e::getMessage);
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class, () -> new Nd4jRuleUpdater("adam", "linear", 0));
    assertTrue(wrong.getMessage().contains("totalSteps of schedule 'linear'"), wrong::getMessage);
  }

  private static void refused(String rule, String part) {
    message(part, () -> train(graph(new Nd4jRuleUpdater(rule)), 1));
  }

  private static void message(String part, Runnable action) {
    IllegalStateException e = assertThrows(IllegalStateException.class, action::run);
    assertTrue(e.getMessage().contains(part), e::getMessage);
  }
}
