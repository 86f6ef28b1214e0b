package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.stepless.optimizer.CompensatedSums;
import scala.Tuple2;

/**
 * The sum of one array a partition, added in the order of the partitions with compensation. Which
 * task ends first, retries and the number of executors have no part in the result; the number of
 * partitions and the depth of the tree have.
 */
final class OrderedSum {

  /** The array of a partition, or of a range of partitions. */
  record Part(int index, double[] values) implements Serializable {}

  private OrderedSum() {}

  /**
   * Sums on the driver what few enough partitions are left with; where there are more, ranges of
   * partitions are summed on executors first.
   *
   * @param parts at most one a partition, all of the same length; may hold none
   * @param partitions indices are below this
   * @param depth levels of the tree, at least 1; 1 sends every partition's array to the driver
   * @return the sums, all 0 if there are no parts
   */
  static double[] of(JavaRDD<Part> parts, int partitions, int length, int depth) {
    JavaRDD<Part> level = parts;
    int count = partitions;
    // Every level but the driver's divides the arrays by the same factor, as treeAggregate does.
    int factor = (int) Math.max(2, Math.ceil(Math.pow(partitions, 1.0 / depth)));
    for (int left = depth; left > 1 && count > factor; left--) {
      int groups = (count + factor - 1) / factor;
      level = combine(level, factor, groups, length);
      count = groups;
    }
    return sum(level.collect(), length);
  }

  private static JavaRDD<Part> combine(JavaRDD<Part> parts, int factor, int groups, int length) {
    JavaPairRDD<Integer, Part> keyed =
        parts.mapToPair(part -> new Tuple2<>(part.index() / factor, part));
    return keyed
        .partitionBy(new Groups(groups))
        .mapPartitionsWithIndex((group, pairs) -> add(group, pairs, length), true);
  }

  private static Iterator<Part> add(int group, Iterator<Tuple2<Integer, Part>> pairs, int length) {
    List<Part> parts = new ArrayList<>();
    pairs.forEachRemaining(pair -> parts.add(pair._2()));
    return List.of(new Part(group, sum(parts, length))).iterator();
  }

  /** Arrays may come in any order. */
  static double[] sum(List<Part> parts, int length) {
    List<Part> ordered = new ArrayList<>(parts);
    ordered.sort(Comparator.comparingInt(Part::index));
    CompensatedSums sums = new CompensatedSums(length);
    for (Part part : ordered) {
      sums.add(part.values(), length);
    }
    double[] total = new double[length];
    sums.get(total, length);
    return total;
  }

  /** Key g goes to partition g. */
  private static final class Groups extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int groups;

    Groups(int groups) {
      this.groups = groups;
    }

    @Override
    public int numPartitions() {
      return groups;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Groups that && that.groups == groups;
    }

    @Override
    public int hashCode() {
      return groups;
    }
  }
}
