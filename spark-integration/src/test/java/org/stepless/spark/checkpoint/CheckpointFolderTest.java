package org.stepless.spark.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepless.optimizer.OptimizerState;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

class CheckpointFolderTest {
  private static final Map<String, String> PRINT = Map.of("optimizer", "prodigy", "rows", "7");

  private static Checkpoint checkpoint(long step) {
    double[] x = {1, -0.0, Double.MIN_VALUE};
    double[][] vectors = {{1e300, 2, 3}, {4, 5, 6}};
    OptimizerState state = new OptimizerState(x, vectors, new double[] {0.1, Math.PI}, step);
    Progress progress =
        Progress.restore(state, new double[] {1.5, 20, 0.25, 0.75, 0.5, 3, 0, 0.875});
    StepHistory history = StepHistory.of(new double[] {1, 2}, new double[] {0.5, 0.25});
    return new Checkpoint(
        PRINT,
        progress,
        List.of(new EpochReport(1, 2, 10, 0.5, 0.1, 0.2, 1e6)),
        history,
        new Checkpoint.Validated(new double[] {0.75, Double.NaN}, new double[] {-0.0, 7, 8}),
        new double[][] {{0.5, -0.0}, {}});
  }

  private static byte[] bytes(Checkpoint checkpoint) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFormat.write(checkpoint, out);
    return out.toByteArray();
  }

  private static CheckpointFolder open(Path folder, int keep) {
    return CheckpointFolder.open(folder.toString(), keep, new Configuration());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  /** An error of any kind, not only of the disk. */
  @Test
  void nothingUnfinishedIsLeft(@TempDir Path folder) throws IOException {
    Checkpoint good = checkpoint(10);
    Checkpoint bad =
        new Checkpoint(
            good.fingerprint(),
            good.progress(),
            good.reports(),
            good.history(),
            good.validation(),
            null);
    CheckpointFolder opened = open(folder, 2);
    assertThrows(NullPointerException.class, () -> opened.write(bad));
    assertEquals(List.of(), names(folder));
  }

  @Test
  void everythingComesBack() throws IOException {
    Checkpoint written = checkpoint(10);
    Checkpoint read = CheckpointFormat.read(new ByteArrayInputStream(bytes(written)));
    assertEquals(PRINT, read.fingerprint());
    assertEquals(written.reports(), read.reports());
    OptimizerState state = read.progress().state();
    assertEquals(10, state.step());
    // raw bits: -0.0 and 0.0 are not the same state
    assertEquals(Double.doubleToRawLongBits(-0.0), Double.doubleToRawLongBits(state.x()[1]));
    assertArrayEquals(written.progress().state().x(), state.x());
    assertArrayEquals(written.progress().state().vectors(), state.vectors());
    assertArrayEquals(written.progress().state().scalars(), state.scalars());
    assertArrayEquals(written.progress().counters(), read.progress().counters());
    assertArrayEquals(new double[] {1, 2}, read.history().norms1());
    assertArrayEquals(new double[] {0.5, 0.25}, read.history().norms2());
    assertArrayEquals(new double[] {0.75, Double.NaN}, read.validation().losses());
    assertArrayEquals(new double[] {-0.0, 7, 8}, read.validation().best());
  }

  @Test
  void everyFlippedByteAndEveryCutIsFound() throws IOException {
    byte[] good = bytes(checkpoint(10));
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x41;
      assertThrows(IOException.class, () -> CheckpointFormat.read(new ByteArrayInputStream(bad)));
      byte[] cut = Arrays.copyOf(good, i);
      assertThrows(IOException.class, () -> CheckpointFormat.read(new ByteArrayInputStream(cut)));
    }
  }

  @Test
  void theNewestIntactOneIsUsedAndTheOldestGo(@TempDir Path folder) throws IOException {
    CheckpointFolder checkpoints = open(folder, 2);
    assertNull(checkpoints.newest(PRINT));
    for (long step : new long[] {5, 10, 100}) {
      checkpoints.write(checkpoint(step));
    }
    assertEquals(
        List.of("step-000000000010.checkpoint", "step-000000000100.checkpoint"), names(folder));
    assertEquals(100, checkpoints.newest(PRINT).progress().state().step());

    Path newest = folder.resolve("step-000000000100.checkpoint");
    Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 50));
    Files.deleteIfExists(folder.resolve(".step-000000000100.checkpoint.crc"));
    assertEquals(10, checkpoints.newest(PRINT).progress().state().step());

    Files.delete(folder.resolve("step-000000000010.checkpoint"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> checkpoints.newest(PRINT));
    assertTrue(e.getMessage().contains("step-000000000100"), e.getMessage());
    assertTrue(e.getMessage().contains("ends too early"), e.getMessage());
  }

  @Test
  void anotherRunsCheckpointIsRefusedByName(@TempDir Path folder) {
    CheckpointFolder checkpoints = open(folder, 2);
    checkpoints.write(checkpoint(10));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> checkpoints.newest(Map.of("optimizer", "sgd", "rows", "7")));
    assertTrue(e.getMessage().contains("step-000000000010.checkpoint"), e.getMessage());
    assertTrue(e.getMessage().contains("optimizer was prodigy, is sgd"), e.getMessage());
  }

  @Test
  void anUnfinishedFileOfAKilledDriverDoesNoHarm(@TempDir Path folder) throws IOException {
    CheckpointFolder checkpoints = open(folder, 1);
    Files.write(folder.resolve(".step-000000000007.checkpoint.0123abcd.tmp"), new byte[] {1, 2, 3});
    Files.write(folder.resolve(".step-000000000010.checkpoint.0123abcd.tmp"), new byte[] {1, 2, 3});
    assertNull(checkpoints.newest(PRINT));
    checkpoints.write(checkpoint(10));
    assertEquals(10, checkpoints.newest(PRINT).progress().state().step());
    assertEquals(List.of("step-000000000010.checkpoint"), names(folder));
  }

  @Test
  void twoRunsInOneFolderAreAnError(@TempDir Path folder) {
    CheckpointFolder first = open(folder, 2), second = open(folder, 2);
    first.write(checkpoint(10));
    for (long step : new long[] {10, 20}) {
      StorageException e =
          assertThrows(StorageException.class, () -> second.write(checkpoint(step)));
      assertTrue(
          e.getMessage().contains("step-000000000010.checkpoint was written by another run"),
          e.getMessage());
    }
    assertEquals(10, first.newest(PRINT).progress().state().step());
    first.write(checkpoint(20));
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedBeforeTraining(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> open(file.resolve("sub"), 1));
    assertTrue(e.getMessage().contains("file/sub"), e.getMessage());
    assertTrue(e.getMessage().contains("cannot be written"), e.getMessage());
    for (String path : List.of("nowhere://host/checkpoints", "/dev/full", "a:b:c")) {
      e =
          assertThrows(
              IllegalArgumentException.class,
              () -> CheckpointFolder.open(path, new Configuration()));
      assertTrue(
          e.getMessage().startsWith("checkpoint folder '" + path + "' cannot be written: "),
          e.getMessage());
    }
  }
}
