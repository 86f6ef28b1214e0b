package org.stepless.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.stepless.examples.Main;
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

  private static void says(Supplier<?> action) {
    IllegalStateException e = assertThrows(IllegalStateException.class, action::get);
    assertTrue(e.getMessage().startsWith(MESSAGE), e::getMessage);
  }

  @Test
  void theCommandSaysWhatToAdd() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int code = Main.run(System.out, err, "bench", "networks");
    assertEquals(2, code);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("bench networks: " + MESSAGE), text);
  }
}
