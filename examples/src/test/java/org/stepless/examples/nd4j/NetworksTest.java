package org.stepless.examples.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepless.bench.networks.NetworkBench;
import org.stepless.cli.Commands;

/** Every network learns its task, with a small budget. */
class NetworksTest {
  @Test
  void imagesOfDigitsAreRecognised() {
    Network network =
        DigitImages.network(
            Commands.spark().read().format("libsvm").load("data/digits.libsvm.gz").coalesce(1));
    NetworkBench.Result result = new NetworkBench(network, 4).run("prodigy");
    assertTrue(result.accuracy() > 0.85, result::toString);
  }

  @Test
  void clicksArePredictedBetterThanByChance() {
    NetworkBench bench = new NetworkBench(ClickModel.network(Commands.spark(), 800), 12);
    NetworkBench.Result result = bench.run("prodigy");
    // Draws: the best possible guess is right in about 0.86 of the rows.
    assertTrue(result.accuracy() > 0.7, result::toString);
    assertEquals("sgd(lr=0.1)", bench.best(List.of("sgd(lr=1e-9)", "sgd(lr=0.1)")).rule());
  }

  @Test
  void sequencesAreRemembered() {
    NetworkBench bench = new NetworkBench(SequenceRecall.network(Commands.spark(), 200), 15);
    NetworkBench.Result result = bench.run("adam(lr=0.03)");
    assertTrue(result.loss() < 0.6 * Math.log(SequenceRecall.CLASSES), result::toString);
    assertTrue(result.accuracy() > 0.8, result::toString);
  }

  @Test
  void attentionLearnsBeyondFrequencies() {
    NetworkBench bench = new NetworkBench(AttentionBlock.network(Commands.spark(), 200), 12);
    NetworkBench.Result result = bench.run("adam(lr=0.01)");
    assertTrue(result.loss() < 0.75 * Math.log(AttentionBlock.TOKENS), result::toString);
  }
}
