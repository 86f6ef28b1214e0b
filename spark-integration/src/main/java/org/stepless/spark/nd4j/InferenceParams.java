package org.stepless.spark.nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.SparkSession;
import org.nd4j.autodiff.samediff.SameDiff;
import org.stepless.nd4j.SameDiffGraph;
import org.stepless.spark.params.DeviceParams;

/**
 * The params that say how rows go through a graph; the same for the estimator and its model.
 *
 * <p>A row's features, a vector or an array of numbers, fill the placeholders of {@code
 * featurePlaceholders} one after another, in row-major order.
 *
 * @param <E> the stage
 */
public interface InferenceParams<E> extends DeviceParams<E> {

  /** The param objects. */
  final class Fields implements Serializable {
    private static final long serialVersionUID = 1L;

    final Param<String> graph;
    final StringArrayParam featurePlaceholders;
    final Param<String> outputVariable;
    final Param<String> device;
    final Param<String> featuresCol;
    final Param<String> outputCol;
    final Param<String> predictionCol;

    Fields(Params stage) {
      graph =
          new Param<>(
              stage, "graph", "SameDiff graph with its variables, as ND4J's file in base64");
      featurePlaceholders =
          new StringArrayParam(
              stage,
              "featurePlaceholders",
              "placeholders that a row's features fill, in their order, each with the shape of one"
                  + " row's part where the graph does not declare it: x or x[1,8,8]");
      outputVariable =
          new Param<>(stage, "outputVariable", "variable that is the result of inference");
      device = DeviceParams.param(stage);
      featuresCol = new Param<>(stage, "featuresCol", "column of vectors or arrays of numbers");
      outputCol = new Param<>(stage, "outputCol", "column for the output variable, as a vector");
      predictionCol =
          new Param<>(
              stage,
              "predictionCol",
              "column for the number of the output's largest entry, or for its only entry");
      stage.setDefault(featuresCol, "features");
      stage.setDefault(outputCol, "output");
      stage.setDefault(predictionCol, "prediction");
    }
  }

  /** The param objects of this stage. */
  Fields inference();

  /** SameDiff graph with its variables, as ND4J's file in base64. */
  default Param<String> graph() {
    return inference().graph;
  }

  /** The graph. */
  default SameDiffGraph getGraph() {
    if (!isSet(graph())) {
      throw new IllegalArgumentException("graph is not set; give one with setGraph");
    }
    return SameDiffGraph.of(Base64.getDecoder().decode(getOrDefault(graph())));
  }

  /** Sets graph to a copy of a graph as it is now. */
  default E setGraph(SameDiff value) {
    return setGraph(SameDiffGraph.of(value));
  }

  /** Sets graph. */
  default E setGraph(SameDiffGraph value) {
    set(graph(), Base64.getEncoder().encodeToString(value.bytes()));
    return self();
  }

  /**
   * Sets graph to that of a file on any Hadoop file system, as ND4J's {@code SameDiff.save} writes
   * it. Needs an active Spark session.
   */
  default E setGraphFile(String path) {
    Path file = new Path(path);
    Configuration hadoop = SparkSession.active().sparkContext().hadoopConfiguration();
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return setGraph(SameDiffGraph.of(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read graph file '%s': %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Placeholders that a row's features fill, in their order; all others by default. */
  default StringArrayParam featurePlaceholders() {
    return inference().featurePlaceholders;
  }

  /** Value of featurePlaceholders. */
  default String[] getFeaturePlaceholders() {
    return getOrDefault(featurePlaceholders());
  }

  /**
   * Sets featurePlaceholders: names, each followed by the shape of one row's part where the graph
   * does not declare it, such as {@code image[1,8,8]}.
   */
  default E setFeaturePlaceholders(String[] value) {
    set(featurePlaceholders(), value);
    return self();
  }

  /** Sets featurePlaceholders, one name after another. */
  default E setFeaturePlaceholders(String first, String... others) {
    return setFeaturePlaceholders(
        Stream.concat(Stream.of(first), Stream.of(others)).toArray(String[]::new));
  }

  /** Variable that is the result of inference. */
  default Param<String> outputVariable() {
    return inference().outputVariable;
  }

  /** Value of outputVariable. */
  default String getOutputVariable() {
    return getOrDefault(outputVariable());
  }

  /** Sets outputVariable. Variable that is the result of inference. */
  default E setOutputVariable(String value) {
    set(outputVariable(), value);
    return self();
  }

  @Override
  default Param<String> device() {
    return inference().device;
  }

  /** Column of vectors or arrays of numbers; default {@code features}. */
  default Param<String> featuresCol() {
    return inference().featuresCol;
  }

  /** Value of featuresCol. */
  default String getFeaturesCol() {
    return getOrDefault(featuresCol());
  }

  /** Sets featuresCol. Column of vectors or arrays of numbers; default {@code features}. */
  default E setFeaturesCol(String value) {
    set(featuresCol(), value);
    return self();
  }

  /** Column for the output variable, as a vector; default {@code output}. */
  default Param<String> outputCol() {
    return inference().outputCol;
  }

  /** Value of outputCol. */
  default String getOutputCol() {
    return getOrDefault(outputCol());
  }

  /** Sets outputCol. Column for the output variable, as a vector; default {@code output}. */
  default E setOutputCol(String value) {
    set(outputCol(), value);
    return self();
  }

  /**
   * Column for the number of the output's largest entry, or for its only entry; default {@code
   * prediction}.
   */
  default Param<String> predictionCol() {
    return inference().predictionCol;
  }

  /** Value of predictionCol. */
  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  /**
   * Sets predictionCol. Column for the number of the output's largest entry, or for its only entry;
   * default {@code prediction}.
   */
  default E setPredictionCol(String value) {
    set(predictionCol(), value);
    return self();
  }
}
