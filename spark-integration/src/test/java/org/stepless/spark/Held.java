package org.stepless.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import scala.Option;

/**
 * What Spark and the process hold, beyond what they held when this was made. One process has one
 * Spark session with its driver as only executor, and a folder of its own for temporary files.
 */
public final class Held {
  private static final long PATIENCE_NANOSECONDS = 10_000_000_000L;
  private static final String OURS = "org.stepless";

  private final JavaSparkContext context;
  private final Path folder;
  private final Map<String, Supplier<Set<String>>> soon; // released without a wait for it
  private final Map<String, Supplier<Set<String>>> eventually; // by Spark, once nobody refers to it
  private final Set<String> before = new HashSet<>();

  /**
   * @param folder of temporary files
   */
  Held(JavaSparkContext context, Path folder) {
    this.context = context;
    this.folder = folder;
    soon = Map.of("broadcast", Held::broadcasts, "open file", this::openFiles);
    eventually =
        Map.of(
            "block of rows", Held::rowBlocks, "file", () -> files(folder), "thread", Held::threads);
    soon.values().forEach(held -> before.addAll(held.get()));
    eventually.values().forEach(held -> before.addAll(held.get()));
    before.addAll(persisted());
  }

  /** What is left right after a fit; empty if there is nothing. */
  public String afterFit() {
    Set<String> rows = persisted();
    rows.removeAll(before);
    return (rows.isEmpty() ? "" : "persisted RDDs " + rows + "; ") + left(soon);
  }

  /** What is left when Spark has had time to release the shuffles and results of its own jobs. */
  public String afterAll() throws InterruptedException {
    while (context.sc().statusTracker().getActiveJobIds().length > 0) {
      Thread.sleep(10);
    }
    return afterFit() + left(eventually);
  }

  private String left(Map<String, Supplier<Set<String>>> kinds) {
    StringBuilder left = new StringBuilder();
    kinds.forEach(
        (kind, held) -> {
          Set<String> more = waitFor(held, kinds == eventually);
          if (!more.isEmpty()) {
            left.append(kind).append(' ').append(more).append("; ");
          }
        });
    return left.toString();
  }

  private Set<String> waitFor(Supplier<Set<String>> held, boolean collect) {
    long start = System.nanoTime();
    while (true) {
      Set<String> more = held.get();
      more.removeAll(before);
      if (more.isEmpty() || System.nanoTime() - start > PATIENCE_NANOSECONDS) {
        return more;
      }
      if (collect) {
        System.gc(); // which tells Spark what nobody refers to
      }
      try {
        Thread.sleep(collect ? 100 : 5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Set<String> persisted() {
    return context.getPersistentRDDs().keySet().stream()
        .map(number -> "RDD " + number)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Broadcast values of this library; Spark's own, of every stage, go when it collects garbage. */
  private static Set<String> broadcasts() {
    Set<String> names = new TreeSet<>();
    BlockManager manager = SparkEnv.get().blockManager();
    for (BlockId id :
        ScalaValues.rest(manager.getMatchingBlockIds(BlockId::isBroadcast).iterator())) {
      Option<BlockResult> value =
          id.name().contains("piece") ? Option.empty() : manager.getLocalValues(id);
      if (value.isDefined()) {
        for (Object content : ScalaValues.rest(value.get().data())) {
          if (content.getClass().getName().startsWith(OURS)) {
            names.add(id.name());
          }
        }
      }
    }
    return names;
  }

  private static Set<String> rowBlocks() {
    Set<String> names = new TreeSet<>();
    BlockManager manager = SparkEnv.get().blockManager();
    ScalaValues.rest(manager.getMatchingBlockIds(BlockId::isRDD).iterator())
        .forEach(id -> names.add(id.name()));
    return names;
  }

  private static Set<String> files(Path folder) {
    Set<String> names = new TreeSet<>();
    File[] found = folder.toFile().listFiles();
    for (File file : found == null ? new File[0] : found) {
      if (file.isDirectory()) {
        names.addAll(files(file.toPath()));
      } else {
        names.add(file.toString());
      }
    }
    return names;
  }

  /** Open files of the folder, where the system tells. */
  private Set<String> openFiles() {
    Set<String> names = new TreeSet<>();
    File[] found = new File("/proc/self/fd").listFiles();
    for (File descriptor : found == null ? new File[0] : found) {
      try {
        Path file = Files.readSymbolicLink(descriptor.toPath());
        if (file.startsWith(folder)) {
          names.add(file.toString());
        }
      } catch (IOException e) {
        // closed meanwhile
      }
    }
    return names;
  }

  /** Threads that run this library or keep the process alive; Spark's pools come and go. */
  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              boolean runs =
                  thread != Thread.currentThread()
                      && Arrays.stream(stack).anyMatch(f -> f.getClassName().startsWith(OURS));
              if (runs || !thread.isDaemon() || thread.getName().contains("stepless")) {
                names.add(thread.getName());
              }
            });
    return names;
  }
}
