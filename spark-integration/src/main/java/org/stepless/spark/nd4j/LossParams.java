package org.stepless.spark.nd4j;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The params that say how labels and weights go into a graph and what of it is minimised.
 *
 * @param <E> the estimator
 */
public interface LossParams<E> extends Params {

  /** The param objects of this stage. */
  SameDiffParams common();

  /** This stage as its own type. */
  E self();

  /** Column of labels, as {@code labelKind} says; default {@code label}. */
  default Param<String> labelCol() {
    return common().labelCol;
  }

  /** Value of labelCol. */
  default String getLabelCol() {
    return getOrDefault(labelCol());
  }

  /** Sets labelCol. Column of labels, as {@code labelKind} says; default {@code label}. */
  default E setLabelCol(String value) {
    set(labelCol(), value);
    return self();
  }

  /** Placeholder of the labels; not set by default: the loss needs none. */
  default Param<String> labelPlaceholder() {
    return common().labelPlaceholder;
  }

  /** Value of labelPlaceholder. */
  default String getLabelPlaceholder() {
    return getOrDefault(labelPlaceholder());
  }

  /**
   * Sets labelPlaceholder, with the shape of one row's part where the graph does not declare it,
   * such as {@code y[10]}. Not set by default: the loss needs no labels.
   */
  default E setLabelPlaceholder(String value) {
    set(labelPlaceholder(), value);
    return self();
  }

  /** {@code number} (default), {@code onehot} or {@code vector}. */
  default Param<String> labelKind() {
    return common().labelKind;
  }

  /** Value of labelKind. */
  default String getLabelKind() {
    return getOrDefault(labelKind());
  }

  /**
   * Sets labelKind: {@code number} (default), {@code onehot} for class numbers that become vectors
   * with one 1, or {@code vector} for a column of vectors or arrays.
   */
  default E setLabelKind(String value) {
    set(labelKind(), value);
    return self();
  }

  /** Placeholder of the rows' weights; needed with a weightCol. */
  default Param<String> weightPlaceholder() {
    return common().weightPlaceholder;
  }

  /** Value of weightPlaceholder. */
  default String getWeightPlaceholder() {
    return getOrDefault(weightPlaceholder());
  }

  /**
   * Sets weightPlaceholder, of one weight a row; needed with a weightCol. The loss variable must
   * then be the sum of weight times loss, with lossReduction {@code sum}.
   */
  default E setWeightPlaceholder(String value) {
    set(weightPlaceholder(), value);
    return self();
  }

  /** Variable to minimise; the graph's own loss variable if not set. */
  default Param<String> lossVariable() {
    return common().lossVariable;
  }

  /** Value of lossVariable. */
  default String getLossVariable() {
    return getOrDefault(lossVariable());
  }

  /** Sets lossVariable. Variable to minimise; the graph's own loss variable if not set. */
  default E setLossVariable(String value) {
    set(lossVariable(), value);
    return self();
  }

  /** {@code mean} (default) or {@code sum}. */
  default Param<String> lossReduction() {
    return common().lossReduction;
  }

  /** Value of lossReduction. */
  default String getLossReduction() {
    return getOrDefault(lossReduction());
  }

  /**
   * Sets lossReduction: whether the loss variable is the {@code mean} (default) of the losses of a
   * batch's rows, or their {@code sum}; a vector of one loss a row is a sum.
   */
  default E setLossReduction(String value) {
    set(lossReduction(), value);
    return self();
  }
}
