package org.stepless.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepless.optimizer.Layout.Merge;
import org.stepless.optimizer.Layout.Scalar;

class LayoutTest {
  private static final Scalar SUM = new Scalar("sum", Merge.AVERAGE);
  private static final Scalar D = new Scalar("d", Merge.MAXIMUM);

  @Test
  void indicesFollowTheOrderOfTheNames() {
    Layout.Builder state = Layout.builder();
    assertEquals(0, state.averaged("sum"));
    assertEquals(0, state.vector("x0"));
    assertEquals(1, state.maximal("d"));
    assertEquals(1, state.vector("s"));
    assertEquals(new Layout(List.of("x0", "s"), List.of(SUM, D)), state.build());
  }

  @Test
  void whatIsNamedLaterIsNotInTheLayoutsBefore() {
    Layout.Builder state = Layout.builder();
    state.averaged("sum");
    Layout plain = state.build();
    assertEquals(0, state.vector("m"));
    assertEquals(new Layout(List.of(), List.of(SUM)), plain);
    assertEquals(new Layout(List.of("m"), List.of(SUM)), state.build());
  }

  @Test
  void anExtensionKeepsTheIndicesBeforeIt() {
    Layout first = new Layout(List.of("x0"), List.of(SUM));
    Layout.Builder more = first.extend();
    assertEquals(1, more.vector("s"));
    assertEquals(1, more.maximal("d"));
    assertEquals(new Layout(List.of("x0", "s"), List.of(SUM, D)), more.build());
    assertEquals(new Layout(List.of("x0"), List.of(SUM)), first);
  }

  @Test
  void repeatedScalarsAreNumberedAndKeepTheirMerge() {
    Layout.Builder state = new Layout(List.of(), List.of(SUM)).extend();
    assertEquals(1, state.repeat(new Layout(List.of("x0"), List.of(D, SUM)), 2));
    List<Scalar> groups =
        List.of(
            SUM,
            new Scalar("d1", Merge.MAXIMUM),
            new Scalar("sum1", Merge.AVERAGE),
            new Scalar("d2", Merge.MAXIMUM),
            new Scalar("sum2", Merge.AVERAGE));
    assertEquals(new Layout(List.of(), groups), state.build());
  }

  @Test
  void layoutsJoinAndFindTheLastScalarOfAName() {
    Scalar t = new Scalar("t", Merge.AVERAGE), last = new Scalar("sum", Merge.MAXIMUM);
    Layout layout =
        new Layout(List.of("a"), List.of(SUM, t)).and(new Layout(List.of("b"), List.of(last)));
    assertEquals(new Layout(List.of("a", "b"), List.of(SUM, t, last)), layout);
    assertEquals(2, layout.scalarIndex("sum"));
    assertEquals(1, layout.scalarIndex("t"));
    assertEquals(-1, layout.scalarIndex("u"));
  }
}
