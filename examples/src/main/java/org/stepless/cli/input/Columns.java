package org.stepless.cli.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which columns of a table are the label and the features.
 *
 * @param count number of columns of the table
 * @param label position of the label
 * @param labelName name of the label
 * @param features positions of the features
 * @param featureNames names of the features
 */
record Columns(int count, int label, String labelName, int[] features, List<String> featureNames)
    implements Serializable {

  /**
   * Chooses by name.
   *
   * @param wanted names of the features, or null: all columns but the label and the ignored ones
   */
  static Columns choose(InputSpec input, List<String> names, List<String> wanted) {
    for (String name : names) {
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new UserError(
            "%s: two columns are called '%s'; rename one".formatted(input.describe(), name));
      }
    }
    int label = names.indexOf(input.labelColumn());
    if (label < 0) {
      throw new UserError(
          "%s: no label column '%s' among %s; name it with --label-col"
              .formatted(input.describe(), input.labelColumn(), summary(names)));
    }
    for (String ignored : input.ignoredColumns()) {
      if (!names.contains(ignored)) {
        throw new UserError(
            "%s: no column '%s' to ignore among %s; correct --ignore-cols"
                .formatted(input.describe(), ignored, summary(names)));
      }
    }
    List<String> features = new ArrayList<>();
    if (wanted != null) {
      features.addAll(wanted);
    } else {
      features.addAll(names);
      features.remove(label);
      features.removeAll(input.ignoredColumns());
    }
    int[] positions = new int[features.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = names.indexOf(features.get(i));
      if (positions[i] < 0) {
        throw new UserError(
            "%s: no column '%s', which the training data have; add it"
                .formatted(input.describe(), features.get(i)));
      }
    }
    if (positions.length == 0) {
      throw new UserError(
          "%s: no feature column beside the label '%s'; add one"
              .formatted(input.describe(), input.labelColumn()));
    }
    return new Columns(names.size(), label, input.labelColumn(), positions, List.copyOf(features));
  }

  private static String summary(List<String> names) {
    int shown = Math.min(names.size(), 20);
    String list = String.join(", ", names.subList(0, shown));
    return shown == names.size() ? list : list + ", ... (" + names.size() + " columns)";
  }
}
