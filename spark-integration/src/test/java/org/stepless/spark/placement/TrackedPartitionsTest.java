package org.stepless.spark.placement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.spark.KryoCopy;
import org.stepless.spark.SharedSpark;
import org.stepless.spark.rows.RowSignature;

class TrackedPartitionsTest {
  private static final JavaSparkContext CONTEXT =
      JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext());
  private static final int PARTITIONS = 4, ROUNDS = 25;

  /** Partition p has 3 p rows, so that the first has none. */
  private static JavaRDD<RowBlock> blocks() {
    return CONTEXT
        .parallelize(List.of(0, 1, 2, 3), PARTITIONS)
        .flatMap(
            p -> {
              RowBlockBuilder builder = new RowBlockBuilder(1, 4);
              for (int row = 0; row < 3 * p; row++) {
                builder.addDense(new double[] {1}, 0, 1);
              }
              return p == 0 ? List.<RowBlock>of().iterator() : List.of(builder.build()).iterator();
            })
        .cache();
  }

  /** Every round multiplies by 3 and adds a number of its own: no round can be lost or repeated. */
  private static double[] plain(int partition, int rounds) {
    double[] trackers = new double[3 * partition];
    for (int round = 0; round < rounds; round++) {
      step(partition, round, trackers);
    }
    return trackers;
  }

  private static double step(int partition, int round, double[] trackers) {
    double sum = 0;
    for (int row = 0; row < trackers.length; row++) {
      trackers[row] = (3 * trackers[row] + round + row + 0.5 * partition) % 1_000_003;
      sum += trackers[row];
    }
    return sum;
  }

  private static List<Double> round(Placement placement, int number) {
    return placement.reduce(
        (part, round) -> List.of(step(part.number(), round, part.trackers())),
        number,
        parts -> parts.stream().flatMap(List::stream).toList(),
        1);
  }

  private static TrackedPartitions tracked(boolean onDriver) {
    return new TrackedPartitions(CONTEXT, new InPartitions(CONTEXT, blocks(), 2), onDriver);
  }

  private static List<JavaRDD<?>> columns() {
    List<JavaRDD<?>> found = new ArrayList<>();
    CONTEXT
        .getPersistentRDDs()
        .values()
        .forEach(
            rdd -> {
              if (TrackedPartitions.NAME.equals(rdd.name())) {
                found.add(rdd);
              }
            });
    return found;
  }

  @ParameterizedTest
  @CsvSource({"true, false", "true, true", "false, false"})
  void everyRoundActsOnceOnEveryTracker(boolean onDriver, boolean lost) {
    try (TrackedPartitions column = tracked(onDriver)) {
      for (int number = 0; number < ROUNDS; number++) {
        List<Double> sums = round(column, number);
        assertEquals(PARTITIONS - 1, sums.size());
        for (int p = 1; p < PARTITIONS; p++) {
          double expected = 0;
          for (double tracker : plain(p, number + 1)) {
            expected += tracker;
          }
          assertEquals(expected, sums.get(p - 1));
        }
        assertTrue(columns().size() <= 1, "old columns are released: " + columns());
        if (lost) { // as if all executors had died
          columns().forEach(rdd -> rdd.unpersist(true));
        }
      }
      if (onDriver) {
        double[][] parts = column.trackers();
        for (int p = 0; p < PARTITIONS; p++) {
          assertArrayEquals(plain(p, ROUNDS), parts[p]);
        }
      } else {
        assertThrows(IllegalStateException.class, column::trackers);
      }
    }
    assertTrue(columns().isEmpty());
  }

  @Test
  void aRestoredColumnGoesOn() {
    double[][] saved;
    try (TrackedPartitions column = tracked(true)) {
      for (int number = 0; number < 13; number++) {
        round(column, number);
      }
      saved = column.trackers();
    }
    try (TrackedPartitions column = tracked(true)) {
      column.restoreTrackers(saved);
      for (int number = 13; number < ROUNDS; number++) {
        round(column, number);
      }
      assertArrayEquals(plain(3, ROUNDS), column.trackers()[3]);
      Exception e =
          assertThrows(
              IllegalArgumentException.class, () -> column.restoreTrackers(new double[2][]));
      assertTrue(e.getMessage().contains("trackers of 2 partitions"), e.getMessage());
    }
  }

  @Test
  void partitionsWithoutTrackersKeepNothing() {
    try (InPartitions rows = new InPartitions(CONTEXT, blocks(), 2)) {
      assertEquals(List.of(0.0, 0.0, 0.0), round(rows, 0));
      assertTrue(columns().isEmpty());
      assertEquals(0, rows.trackers().length);
    }
  }

  /** What stays on the executors is released when nobody refers to it any more. */
  @Test
  void largeColumnsAreReadWhereTheyAre() {
    TrackedPartitions column = tracked(false);
    round(column, 0);
    RowSignature rows = new RowSignature();
    List<RowSignature> partitions = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      RowSignature own = new RowSignature();
      for (int row = 0; row < 3 * p; row++) {
        own.add(0);
        rows.add(0);
      }
      partitions.add(own);
    }
    Trackers trackers = column.result(0.25, () -> rows);
    column.close();
    assertFalse(columns().isEmpty());
    List<double[]> parts = trackers.beside(partitions).collect();
    for (int p = 0; p < PARTITIONS; p++) {
      double[] expected = plain(p, 1);
      for (int row = 0; row < expected.length; row++) {
        assertEquals(expected[row] + 0.25, parts.get(p)[row]);
      }
    }
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> trackers.beside(List.of(RowSignature.join(partitions))));
    assertTrue(e.getMessage().contains("in 1 partitions, their trackers in 4"), e.getMessage());
    columns().forEach(rdd -> rdd.unpersist(true));
  }

  /** Kryo itself cannot make records. */
  @Test
  void columnsSurviveKryo() {
    var tracked = KryoCopy.copy(new TrackerColumn.Tracked(1, new double[] {Double.NaN, 2}));
    var stepped = KryoCopy.copy(new TrackerColumn.Stepped<>(tracked, List.of(1)));
    assertEquals(1, stepped.tracked().partition());
    assertArrayEquals(new double[] {Double.NaN, 2}, stepped.tracked().trackers());
    assertEquals(List.of(1), stepped.result());
  }
}
