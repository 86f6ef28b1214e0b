package org.stepless.spark.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** Turns the rows of a data frame into blocks. */
public final class FrameReader {
  private static final int EXPECTED_ROWS = 1024;

  private static final long BYTES_A_TASK = 1 << 20;

  private static final int NONE = -1;
  private static final int LEAN_COLUMNS = 4;

  private FrameReader() {}

  /**
   * One block per partition, none where a partition has no rows; nothing is computed yet.
   *
   * <p>Reads Spark's internal rows: a vector's arrays go straight into the block instead of
   * becoming a Row and a Vector first.
   *
   * @param features name of a column of vectors
   * @param label name of a numeric column
   * @param weight name of a numeric column, or null: all rows weigh 1
   */
  public static JavaRDD<RowBlock> blocks(
      Dataset<?> data, String features, String label, String weight, LabelCheck check) {
    return blocks(data, features, label, weight, null, check);
  }

  /**
   * As above, with offsets.
   *
   * @param offset name of a numeric column, or null: all rows have the offset 0
   */
  public static JavaRDD<RowBlock> blocks(
      Dataset<?> data,
      String features,
      String label,
      String weight,
      String offset,
      LabelCheck check) {
    StructType schema = data.schema();
    if (isLean(schema, label, weight, offset)) {
      Fields fields =
          new Fields(
              schema.fieldIndex(features),
              schema.fieldIndex(label),
              weight == null ? NONE : schema.fieldIndex(weight),
              offset == null ? NONE : schema.fieldIndex(offset),
              new String[] {features, label, weight, offset});
      return blocks(data, fields, check);
    }
    List<Column> columns = new ArrayList<>();
    columns.add(functions.col(features));
    columns.add(functions.col(label).cast(DataTypes.DoubleType));
    if (weight != null) {
      columns.add(functions.col(weight).cast(DataTypes.DoubleType));
    }
    int weightAt = weight == null ? NONE : 2, offsetAt = NONE;
    if (offset != null) {
      offsetAt = columns.size();
      columns.add(functions.col(offset).cast(DataTypes.DoubleType));
    }
    String[] names = {features, label, weight, offset};
    Fields fields = new Fields(0, 1, weightAt, offsetAt, names);
    return blocks(data.select(columns.toArray(Column[]::new)), fields, check);
  }

  /**
   * How many tasks are enough to read a frame that is cached: a task costs some milliseconds
   * however few its rows, as much as reading a megabyte or two, and small frames may have many
   * partitions. As many as there are partitions otherwise, since what has to be computed, in a
   * user's function for one, may take any time.
   */
  public static int tasks(Dataset<?> data) {
    LogicalPlan plan = data.queryExecution().optimizedPlan();
    if (plan.exists(node -> !isCheap(node) || isUnread(node))) {
      return Integer.MAX_VALUE;
    }
    LongAdder bytes = new LongAdder();
    plan.foreach(
        node -> {
          if (node instanceof InMemoryRelation cached) {
            bytes.add(cached.stats().sizeInBytes().toLong());
          }
          return BoxedUnit.UNIT;
        });
    return (int) Math.max(1, Math.min(bytes.sum() / BYTES_A_TASK, Integer.MAX_VALUE));
  }

  /**
   * Whether a node takes no more than rows and columns of what it reads, by Spark's own functions.
   */
  private static boolean isCheap(LogicalPlan node) {
    return (node instanceof LeafNode
            || node instanceof Project
            || node instanceof Filter
            || node instanceof Union)
        && !callsUser(node);
  }

  /** Whether a leaf is anything but a frame that is in memory as a whole. */
  private static boolean isUnread(LogicalPlan node) {
    return node instanceof LeafNode
        && !(node instanceof InMemoryRelation cached
            && cached.cacheBuilder().isCachedColumnBuffersLoaded());
  }

  private static boolean callsUser(LogicalPlan node) {
    AtomicBoolean calls = new AtomicBoolean();
    // The method that lists expressions has another signature in Scala 2.12 than in 2.13.
    node.mapExpressions(
        expression -> {
          if (expression.exists(UserDefinedExpression.class::isInstance)) {
            calls.set(true);
          }
          return expression;
        });
    return calls.get();
  }

  private static JavaRDD<RowBlock> blocks(Dataset<?> rows, Fields fields, LabelCheck check) {
    ClassTag<RowBlock> block = ClassTag.apply(RowBlock.class);
    return rows.queryExecution()
        .toRdd()
        .mapPartitions(new ToBlock(fields, check), false, block)
        .toJavaRDD();
  }

  /**
   * Makes a partition one block. A class and not a lambda, since Spark searches the byte code of
   * lambdas in every job.
   */
  private static final class ToBlock
      extends AbstractFunction1<Iterator<InternalRow>, Iterator<RowBlock>> implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Fields fields;
    private final LabelCheck check;

    ToBlock(Fields fields, LabelCheck check) {
      this.fields = fields;
      this.check = check;
    }

    @Override
    public Iterator<RowBlock> apply(Iterator<InternalRow> part) {
      RowBlock block = part.hasNext() ? block(part, fields, check) : null;
      return Option.apply(block).iterator();
    }
  }

  /**
   * Where the columns stand in a row.
   *
   * @param names what they are called, in this order
   */
  private record Fields(int features, int label, int weight, int offset, String[] names)
      implements Serializable {}

  /**
   * Whether a frame has little else than the columns needed, with the types needed. Then its own
   * plan is used, which Spark keeps from one fit to the next: planning costs as much as a small
   * fit.
   */
  private static boolean isLean(StructType schema, String... numbers) {
    return schema.size() <= LEAN_COLUMNS
        && Arrays.stream(numbers)
            .allMatch(
                name -> name == null || schema.apply(name).dataType().equals(DataTypes.DoubleType));
  }

  private static RowBlock block(Iterator<InternalRow> rows, Fields fields, LabelCheck check) {
    VectorReader vector = new VectorReader();
    RowBlockBuilder builder = null;
    int columns = 0;
    for (int number = 0; rows.hasNext(); number++) {
      InternalRow row = rows.next();
      requireValue(row, fields.features(), fields.names()[0], number);
      requireValue(row, fields.label(), fields.names()[1], number);
      vector.read(row.getStruct(fields.features(), VectorReader.FIELDS));
      if (builder == null) {
        columns = vector.size();
        MemoryNeed.requireStatistics(columns);
        builder = new RowBlockBuilder(columns, EXPECTED_ROWS);
      } else if (vector.size() != columns) {
        throw new IllegalArgumentException(
            "column '%s' holds vectors of %d and of %d features; all rows must have the same number"
                .formatted(fields.names()[0], columns, vector.size()));
      }
      double y = row.getDouble(fields.label()), w = 1;
      if (fields.weight() != NONE) {
        requireValue(row, fields.weight(), fields.names()[2], number);
        w = row.getDouble(fields.weight());
      }
      if (fields.offset() != NONE) {
        requireValue(row, fields.offset(), fields.names()[3], number);
        builder.setOffset(row.getDouble(fields.offset()));
      }
      check.check(y);
      if (vector.sparse()) {
        builder.addSparse(vector.indices(), vector.values(), vector.count(), y, w);
      } else {
        builder.addDense(vector.values(), y, w);
      }
    }
    return builder.build();
  }

  private static void requireValue(InternalRow row, int index, String column, int number) {
    if (row.isNullAt(index)) {
      throw new IllegalArgumentException(
          "column '%s' is null in row %d of its partition; drop or fill such rows"
              .formatted(column, number));
    }
  }
}
