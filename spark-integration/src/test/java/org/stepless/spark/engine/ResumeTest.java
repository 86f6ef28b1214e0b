package org.stepless.spark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.losses.Objective;
import org.stepless.losses.Softmax;
import org.stepless.methods.Methods;
import org.stepless.plan.RunLength;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunRequest;
import org.stepless.schedules.Schedules;
import org.stepless.spark.Samples;
import org.stepless.spark.SharedSpark;
import org.stepless.spark.checkpoint.CheckpointFolder;
import org.stepless.spark.checkpoint.Checkpoints;
import org.stepless.spark.checkpoint.Fingerprint;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.FrameReader;
import org.stepless.spark.rows.RowSignature;
import org.stepless.training.EpochReport;
import org.stepless.training.Problem;
import org.stepless.training.RunListener;

class ResumeTest {
  private static final JavaSparkContext CONTEXT =
      JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext());

  private static RunRequest config(String mode, String rule) {
    return new RunRequest(
        Methods.method(rule),
        Schedules.parse("linear"),
        new RunLength.Epochs(8, 200),
        5,
        0,
        RunMode.parse(mode),
        3);
  }

  private static TrainingResult train(
      RunRequest config, Checkpoints checkpoints, List<EpochReport> told, int stopAfter) {
    try (BlockData data =
        BlockData.persist(
            FrameReader.blocks(
                Samples.classes(1500, 4, 3, 9), "features", "label", null, label -> {}),
            "test data")) {
      Problem problem =
          new Problem(new Objective(new Softmax(3), 4, true, null), null, data.meanWeight());
      return new Engine(CONTEXT)
          .setCheckpoints(checkpoints)
          .train(
              config,
              data,
              problem,
              new double[15],
              new RunListener() {
                @Override
                public void onEpoch(EpochReport report) {
                  told.add(report);
                  if (report.epoch() == stopAfter) {
                    throw new IllegalStateException("stopped");
                  }
                }
              });
    }
  }

  private static Checkpoints checkpoints(Path folder) {
    return checkpoints(folder, 1);
  }

  private static Checkpoints checkpoints(Path folder, int interval) {
    return Checkpoints.in(
        CheckpointFolder.open(folder.toString(), new Configuration()),
        interval,
        new Fingerprint().with("loss", "x"));
  }

  /** The run is stopped in its fifth epoch, after the fourth was saved, and started again. */
  @ParameterizedTest
  @CsvSource({
    "driver,prodigy",
    "single,prodigy",
    "single,motaps(beta=0.5)",
    "synchronous,prodigy",
    "synchronous,mechanic(adamw)",
    "local,prodigy",
    "local,motaps(beta=0.5)",
    "local,sp"
  })
  void aStoppedRunGoesOnToTheSameBits(String mode, String rule, @TempDir Path folder) {
    RunRequest config = config(mode, rule);
    List<EpochReport> whole = new ArrayList<>(), first = new ArrayList<>();
    List<EpochReport> second = new ArrayList<>();
    TrainingResult expected = train(config, Checkpoints.NONE, whole, 0);
    assertThrows(IllegalStateException.class, () -> train(config, checkpoints(folder), first, 5));
    TrainingResult resumed = train(config, checkpoints(folder), second, 0);

    assertArrayEquals(expected.model(), resumed.model(), 0.0);
    assertEquals(expected.objective(), resumed.objective(), 0.0);
    assertEquals(List.of(5, 6, 7, 8), second.stream().map(EpochReport::epoch).toList());
    assertEquals(8, resumed.reports().size());
    for (int i = 0; i < 8; i++) {
      assertEquals(whole.get(i).loss(), resumed.reports().get(i).loss(), 0.0);
    }
    assertArrayEquals(expected.history().norms2(), resumed.history().norms2(), 0.0);
    assertArrayEquals(trackers(expected), trackers(resumed));

    List<EpochReport> none = new ArrayList<>();
    assertArrayEquals(expected.model(), train(config, checkpoints(folder), none, 0).model(), 0.0);
    assertTrue(none.isEmpty(), "a finished run takes no further step");
  }

  /** A run of 8 epochs that dies in its last one goes on from the sixth, in every mode. */
  @ParameterizedTest
  @CsvSource({
    "driver,prodigy",
    "single,prodigy",
    "single,motaps",
    "local,motaps",
    "local,prodigy",
    "synchronous,prodigy"
  })
  void checkpointsComeAfterEveryThirdEpoch(String mode, String rule, @TempDir Path folder) {
    RunRequest request = config(mode, rule);
    List<EpochReport> first = new ArrayList<>(), second = new ArrayList<>();
    assertThrows(
        IllegalStateException.class, () -> train(request, checkpoints(folder, 3), first, 8));
    train(request, checkpoints(folder, 3), second, 0);
    assertEquals(List.of(7, 8), second.stream().map(EpochReport::epoch).toList());
  }

  private static double[] trackers(TrainingResult result) {
    if (result.trackers() == null) {
      return new double[0];
    }
    List<RowSignature> rows = new ArrayList<>();
    Dataset<Row> data = Samples.classes(1500, 4, 3, 9);
    RowSignature all = new RowSignature();
    data.collectAsList().forEach(row -> all.add(row.getDouble(1)));
    rows.add(all);
    return result.trackers().beside(rows).collect().get(0);
  }

  @ParameterizedTest
  @CsvSource({"single,prodigy"})
  void anotherConfigurationIsRefused(String mode, String rule, @TempDir Path folder) {
    train(config(mode, rule), checkpoints(folder), new ArrayList<>(), 0);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                train(config(mode, "prodigy(d0=1e-5)"), checkpoints(folder), new ArrayList<>(), 0));
    assertTrue(
        e.getMessage().contains("optimizer was prodigy, is prodigy(d0=1e-5)"), e::getMessage);
  }
}
