package org.stepless.spark.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.spark.SharedSpark;
import org.stepless.spark.SteplessMultilayerPerceptronClassifier;

/** The perceptron on ND4J against the one in Java. */
class Nd4jPerceptronsTest {
  private static final Dataset<Row> DATA =
      SharedSpark.session()
          .read()
          .format("libsvm")
          .option("numFeatures", "64")
          .load("../examples/data/digits.libsvm.gz")
          .limit(240)
          .cache();

  private static SteplessMultilayerPerceptronClassifier classifier(String backend) {
    return new SteplessMultilayerPerceptronClassifier()
        .setLayers(64, 12, 10)
        .setMaxEpochs(2)
        .setNumPartitions(2)
        .setBackend(backend);
  }

  @ParameterizedTest
  @CsvSource({"single,sigmoid", "single,relu", "local,tanh"})
  void fitsAsJavaDoes(String mode, String activation) {
    var java = classifier("java").setMode(mode).setHiddenActivation(activation).setRegParam(0.01);
    var nd4j = java.copy(new ParamMap()).setBackend("nd4j").setDevice("cpu");
    double[] expected = java.fit(DATA).weights().toArray();
    assertArrayEquals(expected, nd4j.fit(DATA).weights().toArray(), 1e-8);
    assertEquals(java.summary().steps(), nd4j.summary().steps());
    assertTrue(java.summary().steps() > 2, "batches of a pass");
    assertTrue(nd4j.summary().mode().contains("mode " + mode), nd4j.summary().mode());
    assertEquals("plain Java", java.summary().backend());
    String backend = nd4j.summary().backend();
    assertTrue(backend.startsWith("ND4J CpuBackend on the CPU"), backend);
    assertTrue(backend.endsWith(", 1 thread per task"), backend);
  }

  @Test
  void sparseRowsFitAsJavaDoes() {
    Dataset<Row> sparse =
        SharedSpark.session()
            .range(60)
            .select(
                functions
                    .udf(
                        (Long id) ->
                            Vectors.sparse(40, new int[] {(int) (id % 40)}, new double[] {1}),
                        SQLDataTypes.VectorType())
                    .apply(functions.col("id"))
                    .as("features"),
                functions.expr("double(id % 40 > 25)").as("label"));
    var java = classifier("java").setLayers(40, 3, 2).setMode("single");
    double[] expected = java.fit(sparse).weights().toArray();
    double[] weights = java.copy(new ParamMap()).setBackend("nd4j").fit(sparse).weights().toArray();
    assertArrayEquals(expected, weights, 1e-8);
  }

  @Test
  void refusesDevicesThatAreNotThere() {
    String refusal =
        assertThrows(
                IllegalArgumentException.class, () -> classifier("java").setDevice("gpu").fit(DATA))
            .getMessage();
    assertEquals(
        "device is gpu, which only backend nd4j can choose, but backend is java; set backend to"
            + " nd4j, or device to auto",
        refusal);
    Throwable error =
        assertThrows(Exception.class, () -> classifier("nd4j").setDevice("gpu").fit(DATA));
    while (!(error instanceof IllegalStateException)) {
      error = error.getCause();
    }
    assertTrue(
        error.getMessage().contains("device is gpu, but the ND4J backend"), error::getMessage);
    String unknown =
        assertThrows(IllegalArgumentException.class, () -> classifier("cuda")).getMessage();
    assertTrue(unknown.contains("backend must be one of java, nd4j, was 'cuda'"), unknown);
  }
}
