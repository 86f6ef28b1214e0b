package org.stepless.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.stepless.cli.Main;
import org.stepless.spark.SteplessMultilayerPerceptronClassifier;
import org.stepless.spark.nd4j.SteplessSameDiff;
import org.stepless.spark.nd4j.SteplessSameDiffModel;

/** ND4J is not on this module's class path: what needs it says what to add. */
class WithoutNd4jTest {
  private static final String MESSAGE =
      "this needs ND4J, which is not on the class path; add one backend to the class path:"
          + " org.nd4j:nd4j-native:1.0.0-M2.1";

  @Test
  void nd4jIsNotHere() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("org.nd4j.linalg.factory.Nd4j"));
  }

  @Test
  void stagesSayWhatToAdd() {
    says(Backend::get);
    says(SteplessSameDiff::new);
    says(SteplessSameDiffModel::new);
  }

  /** Nothing of ND4J is loaded before it is asked for, and then nothing is done before it is. */
  @Test
  void perceptronsNeedItForItsBackendOnly() throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      Dataset<Row> rows =
          new VectorAssembler()
              .setInputCols(new String[] {"id"})
              .setOutputCol("features")
              .transform(spark.range(20).selectExpr("id", "double(id > 9) as label"));
      var classifier = new SteplessMultilayerPerceptronClassifier().setLayers(1, 2).setMaxEpochs(2);
      classifier.fit(rows);
      assertEquals("plain Java", classifier.summary().backend());
      says(() -> classifier.setBackend("nd4j").fit(rows));
    }
  }

  private static void says(Supplier<?> action) {
    IllegalStateException e = assertThrows(IllegalStateException.class, action::get);
    assertTrue(e.getMessage().startsWith(MESSAGE), e::getMessage);
  }

  @Test
  void theCommandSaysWhatToAdd() {
    says("bench networks", "bench", "networks");
    says(
        "bench perceptron --backend nd4j",
        "bench",
        "perceptron",
        "--input",
        "none.csv",
        "--backend",
        "nd4j");
  }

  private static void says(String command, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int code = Main.run(System.out, err, arguments);
    assertEquals(2, code);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains(command + ": " + MESSAGE), text);
  }
}
