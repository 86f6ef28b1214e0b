package org.stepless.spark.nd4j;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.stepless.nd4j.Reduction;
import org.stepless.spark.params.ChoiceParam;
import org.stepless.spark.params.EstimatorFields;
import org.stepless.text.Choice;

/** The params of {@link SteplessSameDiff}. */
final class SameDiffParams extends EstimatorFields<SteplessSameDiffModel> {
  private static final long serialVersionUID = 1L;

  static final String NUMBER = "number", ONE_HOT = "onehot", VECTOR = "vector";

  final InferenceParams.Fields inference;
  final Param<String> labelCol;
  final Param<String> labelPlaceholder;
  final Param<String> labelKind;
  final Param<String> weightPlaceholder;
  final Param<String> lossVariable;
  final Param<String> lossReduction;

  SameDiffParams(Params stage) {
    super(stage);
    inference = new InferenceParams.Fields(stage);
    labelCol = new Param<>(stage, "labelCol", "column of labels, as labelKind says");
    labelPlaceholder =
        new Param<>(
            stage,
            "labelPlaceholder",
            "placeholder of the labels, with the shape of one row's part where the graph does not"
                + " declare it; none if not set: the loss then needs no labels");
    labelKind =
        ChoiceParam.of(
            stage,
            "labelKind",
            "what the labels are: number (as it is), onehot (a class, as a vector with one 1), or"
                + " vector (a column of vectors or arrays)",
            NUMBER,
            ONE_HOT,
            VECTOR);
    weightPlaceholder =
        new Param<>(
            stage, "weightPlaceholder", "placeholder of the rows' weights; needed with weightCol");
    lossVariable =
        new Param<>(stage, "lossVariable", "variable to minimise; the graph's own if not set");
    lossReduction =
        ChoiceParam.of(
            stage,
            "lossReduction",
            "what the loss variable is of the rows' losses: mean or sum",
            Choice.names(Reduction.class));
    stage.setDefault(labelCol, "label");
  }
}
