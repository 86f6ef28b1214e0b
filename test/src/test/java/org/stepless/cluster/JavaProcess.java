package org.stepless.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A JVM of the tests, on a {@link Leash}; what it prints goes to NAME.out and NAME.err. */
final class JavaProcess implements AutoCloseable {
  private static final Set<JavaProcess> LIVE = ConcurrentHashMap.newKeySet();
  private static final long POLL_MILLISECONDS = 20;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVE.forEach(JavaProcess::close)));
  }

  private final Process process;
  private final Path output;
  private final Path errors;

  private JavaProcess(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * @param logs folder for the output
   * @param command options of java, then {@link Leash} and what it runs
   */
  static JavaProcess start(
      String name, Path logs, Map<String, String> environment, List<String> command)
      throws IOException {
    return start(name, logs, environment, List.of(), command);
  }

  /**
   * @param launcher words before java that end in becoming it; none to start it as it is
   */
  static JavaProcess start(
      String name,
      Path logs,
      Map<String, String> environment,
      List<String> launcher,
      List<String> command)
      throws IOException {
    Files.createDirectories(logs);
    Path output = logs.resolve(name + ".out"), errors = logs.resolve(name + ".err");
    List<String> line = new ArrayList<>(launcher);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(logs.toFile())
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    JavaProcess started = new JavaProcess(builder.start(), output, errors);
    LIVE.add(started);
    return started;
  }

  static String classPath(Path... entries) {
    List<String> texts = new ArrayList<>();
    for (Path entry : entries) {
      texts.add(entry.toString());
    }
    return String.join(File.pathSeparator, texts);
  }

  /** Processes that this one started and that still run, such as the executors of a worker. */
  List<ProcessHandle> children() {
    return process.toHandle().children().filter(ProcessHandle::isAlive).toList();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Lines printed to standard output so far; the last may be incomplete. */
  List<String> lines() {
    return read(output);
  }

  /** Waits for a line on standard output or standard error that holds a text. */
  String await(String text, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      boolean alive = process.isAlive();
      Optional<String> found = find(output, text).or(() -> find(errors, text));
      if (found.isPresent()) {
        return found.get();
      }
      if (!alive || System.nanoTime() > end) {
        throw new IllegalStateException(
            "'%s' did not appear within %s in %s or %s"
                .formatted(text, longest, output, errors.getFileName()));
      }
      Thread.sleep(POLL_MILLISECONDS);
    }
  }

  /** Waits for the process's own end; kills it and throws if that takes too long or fails. */
  List<String> awaitSuccess(Duration longest) throws InterruptedException {
    boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
    close();
    if (!ended || process.exitValue() != 0) {
      String problem = ended ? "ended with code " + process.exitValue() : "ran over " + longest;
      throw new IllegalStateException(problem + ", see " + errors);
    }
    return lines();
  }

  private static Optional<String> find(Path file, String text) {
    return read(file).stream().filter(line -> line.contains(text)).findFirst();
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the process and all it started, as SIGKILL does; returns when it is gone. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    LIVE.remove(this);
  }
}
