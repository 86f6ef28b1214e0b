package org.stepless.cli.input;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepless.cli.Commands;

class TruncatedInputTest {

  /** The first lines are there, so that only the job that reads all finds it. */
  @Test
  void nothingStaysCached(@TempDir Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    new Random(1).doubles(20_000).forEach(value -> text.append("1 1:").append(value).append('\n'));
    Path whole = Commands.write(folder, "whole.libsvm.gz", text.toString());
    byte[] bytes = Files.readAllBytes(whole);
    Path half =
        Files.write(folder.resolve("half.libsvm.gz"), Arrays.copyOf(bytes, bytes.length / 2));
    SparkSession spark = Commands.spark();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Set<Integer> before = context.getPersistentRDDs().keySet();
    InputSpec spec = new InputSpec("--input", half.toString(), null, "label", List.of(), 0);
    assertThrows(Exception.class, () -> Samples.read(spark, spec));
    // Spark may meanwhile have let go of what other tests cached.
    assertTrue(before.containsAll(context.getPersistentRDDs().keySet()));
  }
}
