package org.stepless.spark.fit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.spark.SharedSpark;

class SparkVersionTest {
  private static final String WORKING = "Spark 3.5 and 4.0 to 4.2, with Scala 2.12 or 2.13";

  @ParameterizedTest
  @ValueSource(strings = {"2.4.8", "3.4.4", "3.4.1-amzn-2", "5.0.0", "10.1"})
  void otherVersionsAreNamed(String version) {
    UnsupportedOperationException error =
        assertThrows(UnsupportedOperationException.class, () -> SparkVersion.check(version));
    assertEquals(
        "this is Spark " + version + "; Stepless works with " + WORKING, error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5.0", "3.5.9", "4.0.1", "4.1.0", "4.2.0", "4.3.0", "3.5.2-amzn-1"})
  void theseMayWork(String version) {
    assertDoesNotThrow(() -> SparkVersion.check(version));
  }

  @Test
  void whatSparkLacksIsNamedWithItsVersion() {
    JavaSparkContext context = new JavaSparkContext(SharedSpark.session().sparkContext());
    NoSuchMethodError missing = new NoSuchMethodError("LogicalPlan.expressions()");
    FitSettings settings = new FitSettings(null, 2, null, 1, null, 0, TrainingListener.NONE);
    UnsupportedOperationException error =
        assertThrows(
            UnsupportedOperationException.class,
            () ->
                Fit.run(
                    context,
                    settings,
                    () -> {
                      throw missing;
                    },
                    rows -> null));
    assertSame(missing, error.getCause());
    assertEquals(
        "this is Spark %s; Stepless works with %s (missing: LogicalPlan.expressions())"
            .formatted(context.version(), WORKING),
        error.getMessage());
  }
}
