package org.stepless.examples.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.nd4j.Device;
import org.stepless.nd4j.Hardware;
import org.stepless.nd4j.Input;
import org.stepless.nd4j.Reduction;
import org.stepless.nd4j.RowLayout;
import org.stepless.nd4j.SameDiffGraph;
import org.stepless.nd4j.SameDiffObjective;
import org.stepless.nd4j.Target;

/** Gradients of the example networks in double against central differences and plain loops. */
class GraphGradientsTest {
  private static final int ROWS = 6;
  private static final double STEP = 1e-5;

  private static SameDiffObjective objective(SameDiff graph, Target target, Input... features) {
    return new SameDiffObjective(
        SameDiffGraph.of(graph),
        new RowLayout(List.of(features), target, null),
        "loss",
        Reduction.MEAN,
        0,
        new Hardware(Device.AUTO, 1, () -> Hardware.GpuNumber.ANY));
  }

  private static double[] gradient(SameDiffObjective objective, RowBlock block, double[] x) {
    double[] gradient = new double[x.length];
    objective.addLossAndGradient(block, null, 0, ROWS, x, gradient, objective.workspace());
    return gradient;
  }

  /** At a point near the start; of a large graph every so-many-th coordinate. */
  private static void checkDifferences(
      SameDiffObjective objective, SameDiff graph, RowBlock block) {
    double[] x = point(graph), gradient = gradient(objective, block, x);
    double scale = 1;
    for (double g : gradient) {
      scale = Math.max(scale, Math.abs(g));
    }
    int every = 1 + x.length / 40;
    for (int i = 0; i < x.length; i += every) {
      double at = x[i];
      x[i] = at + STEP;
      double above = loss(objective, block, x);
      x[i] = at - STEP;
      double below = loss(objective, block, x);
      x[i] = at;
      assertEquals((above - below) / (2 * STEP), gradient[i], 1e-6 * scale, "coordinate " + i);
    }
  }

  private static double loss(SameDiffObjective objective, RowBlock block, double[] x) {
    return objective.lossSum(block, null, 0, ROWS, x, objective.workspace());
  }

  private static double[] point(SameDiff graph) {
    double[] x = SameDiffGraph.of(graph).start();
    Random random = new Random(5);
    for (int i = 0; i < x.length; i++) {
      x[i] += 0.3 * random.nextGaussian();
    }
    return x;
  }

  private static RowBlock block(int columns, SyntheticRows.Draw draw) {
    Random random = new Random(2);
    RowBlockBuilder builder = new RowBlockBuilder(columns, ROWS);
    for (int r = 0; r < ROWS; r++) {
      double[] row = new double[columns];
      builder.addDense(row, draw.fill(random, row), 1);
    }
    return builder.build();
  }

  private static RowBlock images() {
    return block(
        64,
        (random, x) -> {
          for (int j = 0; j < 64; j++) {
            x[j] = random.nextDouble();
          }
          return random.nextInt(DigitImages.CLASSES);
        });
  }

  private static RowBlock clicks() {
    return block(
        ClickModel.DENSE + ClickModel.CATEGORICAL,
        (random, x) -> {
          for (int j = 0; j < x.length; j++) {
            int c = j - ClickModel.DENSE;
            x[j] =
                c < 0
                    ? random.nextGaussian()
                    : c * ClickModel.VALUES + random.nextInt(ClickModel.VALUES);
          }
          return random.nextInt(2);
        });
  }

  private static SameDiffObjective imageObjective(SameDiff graph) {
    return objective(
        graph, Target.oneHot("label", DigitImages.CLASSES), Input.of("image", 1, 8, 8));
  }

  private static SameDiffObjective clickObjective(SameDiff graph) {
    return objective(
        graph,
        new Target(Input.of("label", 1), Target.Kind.NUMBER),
        Input.of("dense", ClickModel.DENSE),
        Input.of("categories", ClickModel.CATEGORICAL));
  }

  @Test
  void ofTheConvolutionalNetwork() {
    SameDiff graph = DigitImages.graph(DataType.DOUBLE, 1);
    checkDifferences(imageObjective(graph), graph, images());
  }

  @Test
  void ofTheRecurrentNetwork() {
    SameDiff graph = SequenceRecall.graph(DataType.DOUBLE, 1);
    RowBlock block =
        block(
            SequenceRecall.LENGTH,
            (random, x) -> {
              for (int t = 0; t < x.length; t++) {
                x[t] = random.nextGaussian();
              }
              return random.nextInt(SequenceRecall.CLASSES);
            });
    checkDifferences(
        objective(
            graph,
            Target.oneHot("label", SequenceRecall.CLASSES),
            Input.of("sequence", SequenceRecall.LENGTH)),
        graph,
        block);
  }

  @Test
  void ofTheTransformer() {
    SameDiff graph = AttentionBlock.graph(DataType.DOUBLE, 1);
    RowBlock block =
        block(
            AttentionBlock.LENGTH,
            (random, x) -> {
              for (int t = 0; t < x.length; t++) {
                x[t] = random.nextInt(AttentionBlock.TOKENS);
              }
              return random.nextInt(AttentionBlock.TOKENS);
            });
    checkDifferences(
        objective(
            graph,
            Target.oneHot("label", AttentionBlock.TOKENS),
            Input.of("tokens", AttentionBlock.LENGTH)),
        graph,
        block);
  }

  @Test
  void ofTheClickModel() {
    SameDiff graph = ClickModel.graph(DataType.DOUBLE, 1);
    checkDifferences(clickObjective(graph), graph, clicks());
  }

  @Test
  void ofTheConvolutionalNetworkInPlainLoops() {
    SameDiff graph = DigitImages.graph(DataType.DOUBLE, 1);
    double[] x = point(graph), expected = new double[x.length];
    RowBlock block = images();
    double loss = PlainNetworks.images(block, x, expected);
    assertSame(loss, expected, imageObjective(graph), block, x);
  }

  @Test
  void ofTheClickModelInPlainLoops() {
    SameDiff graph = ClickModel.graph(DataType.DOUBLE, 1);
    double[] x = point(graph), expected = new double[x.length];
    RowBlock block = clicks();
    double loss = PlainNetworks.clicks(block, x, expected);
    assertSame(loss, expected, clickObjective(graph), block, x);
  }

  private static void assertSame(
      double loss, double[] expected, SameDiffObjective objective, RowBlock block, double[] x) {
    assertEquals(loss, loss(objective, block, x), 1e-10 * loss);
    double[] gradient = gradient(objective, block, x);
    for (int i = 0; i < x.length; i++) {
      assertEquals(expected[i], gradient[i], 1e-9 * (1 + Math.abs(expected[i])), "at " + i);
    }
  }
}
