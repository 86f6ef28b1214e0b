package org.stepless.spark.params;

import java.io.Serializable;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.stepless.models.Activation;
import org.stepless.models.Perceptron;
import org.stepless.text.Choice;

/**
 * The params of perceptrons beside those of all estimators.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public interface PerceptronParams<E, M>
    extends SteplessParams<E, M>, SolverParams<E>, DeviceParams<E> {

  /** Layers computed by this library. */
  String JAVA = "java";

  /** Layers computed by ND4J. */
  String ND4J = "nd4j";

  /** The param objects. */
  final class Fields<M> extends EstimatorFields<M> {
    private static final long serialVersionUID = 1L;

    final Param<String> solver;
    final IntArrayParam layers;
    final Param<String> hiddenActivation;
    final Param<String> backend;
    final Param<String> device;

    /** Params of a stage, at their defaults. */
    public Fields(Params stage) {
      super(stage);
      solver =
          ChoiceParam.of(
              stage,
              "solver",
              "algorithm of Spark's estimator; unused here, where optimizer says how training goes",
              "l-bfgs",
              "gd");
      layers =
          new IntArrayParam(
              stage,
              "layers",
              "number of features, units of every hidden layer, number of classes",
              (scala.Function1<int[], Object> & Serializable)
                  value -> {
                    EstimatorFields.requireValue("layers", value);
                    Perceptron.checkLayers(value);
                    return true;
                  });
      hiddenActivation = hiddenActivation(stage);
      backend =
          ChoiceParam.of(
              stage,
              "backend",
              "what computes the layers: java, or nd4j, which must be on the class path",
              JAVA,
              ND4J);
      device = DeviceParams.param(stage);
    }

    /** The param of hidden activations, which the fitted model has too. */
    public static Param<String> hiddenActivation(Params stage) {
      return ChoiceParam.of(
          stage,
          "hiddenActivation",
          "activation of hidden units: sigmoid, as in Spark's perceptron, relu or tanh",
          Choice.names(Activation.class));
    }
  }

  @Override
  Fields<M> common();

  /**
   * Spark's names {@code l-bfgs} (default) and {@code gd}; unused: {@code optimizer} says how
   * training goes.
   */
  @Override
  default Param<String> solver() {
    return common().solver;
  }

  @Override
  default E self() {
    return SteplessParams.super.self();
  }

  /** Number of features, units of every hidden layer, and number of classes; must be set. */
  default IntArrayParam layers() {
    return common().layers;
  }

  /** Value of layers. */
  default int[] getLayers() {
    return getOrDefault(layers());
  }

  /** Sets layers. Number of features, units of every hidden layer, and number of classes. */
  default E setLayers(int[] value) {
    set(layers(), value);
    return self();
  }

  /** Sets layers, one number after another. */
  default E setLayers(int features, int... others) {
    int[] layers = new int[others.length + 1];
    layers[0] = features;
    System.arraycopy(others, 0, layers, 1, others.length);
    return setLayers(layers);
  }

  /**
   * Activation of hidden units: {@code sigmoid} (default, as in Spark's perceptron), {@code relu}
   * or {@code tanh}.
   */
  public default Param<String> hiddenActivation() {
    return common().hiddenActivation;
  }

  /** Value of hiddenActivation. */
  default String getHiddenActivation() {
    return getOrDefault(hiddenActivation());
  }

  /** Sets hiddenActivation: {@code sigmoid} (default), {@code relu} or {@code tanh}. */
  default E setHiddenActivation(String value) {
    set(hiddenActivation(), value);
    return self();
  }

  /** What computes the layers: {@code java} (default) or {@code nd4j}. */
  default Param<String> backend() {
    return common().backend;
  }

  /** Value of backend. */
  default String getBackend() {
    return getOrDefault(backend());
  }

  /**
   * Sets backend: {@code java} (default), or {@code nd4j}, which takes ND4J's backend on the class
   * path of driver and executors. Models differ by rounding only.
   */
  default E setBackend(String value) {
    set(backend(), value);
    return self();
  }

  /** {@code auto} (default), {@code cpu} or {@code gpu}; others than auto need backend nd4j. */
  @Override
  default Param<String> device() {
    return common().device;
  }
}
