package org.stepless.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepperTest {
  /** Two rounds: the sum of gradients, then the sum of x times it; x moves to the second sum. */
  private static class TwoRounds implements UpdateRule {
    private static final long serialVersionUID = 1L;
    private static final List<String> CALLS = new ArrayList<>();

    @Override
    public Layout layout() {
      Layout.Builder state = Layout.builder();
      state.vector("start");
      state.averaged("first");
      state.averaged("second");
      return state.build();
    }

    @Override
    public int[] reductions() {
      return new int[] {1, 2};
    }

    @Override
    public void initialize(double[] scalars) {
      scalars[0] = 7;
    }

    @Override
    public void initialize(Block b) {
      System.arraycopy(b.x(), b.from(), b.vector(0), b.from(), b.length());
    }

    @Override
    public void begin(double[] scalars, long step, double multiplier, double loss) {
      CALLS.add("begin " + step + " " + multiplier + " " + loss);
    }

    @Override
    public void measure(int round, Block b, double[] scalars, double[] sums) {
      CALLS.add("measure " + round + " " + b.from() + "-" + b.to() + "@" + b.offset());
      for (int i = b.from(); i < b.to(); i++) {
        sums[0] += round == 0 ? b.gradient()[i] : b.x()[i] * scalars[0];
        if (round == 1) {
          sums[1]++;
        }
      }
    }

    @Override
    public void resolve(int round, double[] scalars, double[] sums) {
      CALLS.add("resolve " + round);
      scalars[round] = sums[0];
    }

    @Override
    public void apply(Block b, double[] scalars) {
      CALLS.add("apply " + b.from());
      java.util.Arrays.fill(b.x(), b.from(), b.to(), scalars[1]);
    }

    @Override
    public void model(Block b, double[] scalars, double[] out) {
      System.arraycopy(b.vector(0), b.from(), out, b.from(), b.length());
    }

    @Override
    public double stepSize(double[] scalars) {
      return scalars[1];
    }
  }

  private static Stepper stepper(int blockLength, double... x) {
    UpdateRule rule = new TwoRounds();
    TwoRounds.CALLS.clear();
    return new Stepper(rule, OptimizerState.start(rule, x), blockLength);
  }

  private static void gradient(Stepper stepper, double... values) {
    System.arraycopy(values, 0, stepper.gradient(), 0, values.length);
  }

  @Test
  void carriesOutRoundsInOrderOverAllBlocks() {
    Stepper stepper = stepper(2, 1, 2, 3);
    gradient(stepper, 10, 20, 30);
    stepper.step(0.5, 4);
    assertEquals(
        List.of(
            "begin 0 0.5 4.0",
            "measure 0 0-2@0",
            "measure 0 2-3@2",
            "resolve 0",
            "measure 1 0-2@0",
            "measure 1 2-3@2",
            "resolve 1",
            "apply 0",
            "apply 2"),
        TwoRounds.CALLS);
    assertArrayEquals(new double[] {60, 360}, stepper.state().scalars());
    assertArrayEquals(new double[] {360, 360, 360}, stepper.state().x());
    assertEquals(1, stepper.state().step());
    assertEquals(360, stepper.stepSize());
    double[] model = new double[3];
    stepper.model(model);
    assertArrayEquals(new double[] {1, 2, 3}, model);
  }

  @Test
  void startCopiesThePointAndLetsTheRuleInitialize() {
    double[] x0 = {1, 2};
    OptimizerState state = OptimizerState.start(new TwoRounds(), x0);
    x0[0] = 9;
    assertArrayEquals(new double[] {1, 2}, state.x());
    assertArrayEquals(new double[] {1, 2}, state.vectors()[0]);
    assertArrayEquals(new double[] {7, 0}, state.scalars());
  }

  @Test
  void zeroMultiplierOnlyCountsTheStepAndTakesTheNorms() {
    Stepper stepper = stepper(2, 1, 2, 3);
    gradient(stepper, 3, 0, -4);
    stepper.step(0, Double.NaN);
    assertEquals(List.of(), TwoRounds.CALLS);
    assertEquals(1, stepper.state().step());
    assertArrayEquals(new double[] {1, 2, 3}, stepper.state().x());
    assertEquals(5, stepper.gradientNorm2());
    assertEquals(7, stepper.gradientNorm1());
  }

  @Test
  void normsAreThoseOfTheGradientWhateverTheBlocks() {
    for (int blockLength : new int[] {1, 3, 4, 5, 100}) {
      double[] values = new double[14];
      double squares = 0;
      double absolutes = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = i - 6.5;
        squares += values[i] * values[i];
        absolutes += Math.abs(values[i]);
      }
      Stepper stepper = stepper(blockLength, new double[14]);
      gradient(stepper, values);
      stepper.step(1, 0);
      assertEquals(Math.sqrt(squares), stepper.gradientNorm2(), 1e-14);
      assertEquals(absolutes, stepper.gradientNorm1(), 1e-14);
    }
  }

  @Test
  void refusesWhatIsNotFinite() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
      Stepper stepper = stepper(2, 1, 2, 3);
      gradient(stepper, 1, 1, bad);
      assertMessage(stepper, 1, 0, "gradient of step 0 is " + bad + " at coordinate 2");
    }
    assertMessage(stepper(2, 1), 1, Double.NEGATIVE_INFINITY, "loss of step 0 is -Infinity");
    assertMessage(stepper(2, 1), Double.NaN, 0, "multiplier of step 0 is NaN");
    assertMessage(stepper(2, 1), -1, 0, "multiplier of step 0 is -1.0");
    assertMessage(stepper(2, 1), Double.POSITIVE_INFINITY, 0, "multiplier of step 0 is Infinity");
  }

  private static void assertMessage(
      Stepper stepper, double multiplier, double loss, String message) {
    Exception e = assertThrows(ArithmeticException.class, () -> stepper.step(multiplier, loss));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void refusesBlocksAndStatesThatDoNotFit() {
    assertThrows(IllegalArgumentException.class, () -> stepper(0, 1, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> new OptimizerState(new double[2], new double[1][3], new double[0], 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Block(new double[2], new double[2], new double[0][], 1, 3, 0));
  }

  @Test
  void scratchBlocksCopyPartsAndKnowTheirPlace() {
    int n = 1000;
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i;
    }
    Block block = new Block(x, new double[n], new double[][] {x.clone()}, 10, n, 50_010);
    Block scratch = block.scratch();
    int start = 10 + 2 * Block.SCRATCH_LENGTH - 100;
    assertEquals(n - start, scratch.load(block, start, 1));
    assertEquals(start + 50_000, scratch.offset());
    assertEquals(n - start, scratch.length());
    assertEquals(start, scratch.x()[0]);
    scratch.vector(0)[0] = -1;
    scratch.storeVectors(block, start, 1);
    assertEquals(-1, block.vector(0)[start]);
    assertEquals(start - 1, block.vector(0)[start - 1]);
  }
}
