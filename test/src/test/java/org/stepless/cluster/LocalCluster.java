package org.stepless.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A standalone Spark master and workers of one core, all on loopback addresses and free ports. Each
 * worker has an address of its own (127.0.0.1, 127.0.0.2 ...): Spark starts no speculative copy on
 * the host of the original.
 */
final class LocalCluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final String MASTER_ADDRESS = "127.0.0.1";

  private final Path folder;
  private final SparkHome home;
  private final Path leash;
  private final List<JavaProcess> workers = new ArrayList<>();
  private JavaProcess master;
  private String url;
  private int submissions;

  /**
   * Starts all processes and returns when the workers have registered.
   *
   * @param folder for Spark's jars, work and logs; emptied first
   */
  LocalCluster(Path folder, int workers) throws IOException, InterruptedException {
    this.folder = folder.toAbsolutePath();
    deleteAll(this.folder);
    Files.createDirectories(this.folder);
    home = new SparkHome(this.folder.resolve("spark-home"));
    leash = SparkHome.pack(this.folder.resolve("leash.jar"), "Leash");
    try {
      startMaster();
      for (int i = 0; i < workers; i++) {
        startWorker(i);
      }
      for (JavaProcess worker : this.workers) {
        worker.await("Successfully registered with master", START);
      }
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  private void startMaster() throws IOException, InterruptedException {
    List<String> command =
        java(
            "-Xmx256m",
            "-Dspark.deploy.maxExecutorRetries=-1",
            "-Dspark.master.rest.enabled=false");
    command.add("org.apache.spark.deploy.master.Master");
    command.addAll(List.of("--host", MASTER_ADDRESS, "--port", "0", "--webui-port", "0"));
    master = JavaProcess.start("master", logs(), environment(MASTER_ADDRESS), command);
    String line = master.await("Starting Spark master at ", START);
    url = line.substring(line.indexOf("spark://")).strip();
  }

  private void startWorker(int number) throws IOException {
    String address = "127.0.0." + (number + 1);
    List<String> command = java("-Xmx256m");
    command.add("org.apache.spark.deploy.worker.Worker");
    command.addAll(List.of("--host", address, "--port", "0", "--webui-port", "0"));
    command.addAll(List.of("--cores", "1", "--memory", "1g"));
    command.addAll(List.of("--work-dir", folder.resolve("work").toString(), url));
    workers.add(JavaProcess.start("worker-" + number, logs(), environment(address), command));
  }

  /** Options of a JVM that runs Spark; they end with {@link Leash}, which wants a class name. */
  private List<String> java(String... more) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of(System.getProperty("stepless.jvm.options").split(" +")));
    // Short lives on few cores: quick compilation and one collector thread start fastest.
    options.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    options.addAll(List.of(more));
    options.addAll(List.of("-cp", JavaProcess.classPath(home.jars(), leash)));
    options.add(Leash.class.getName());
    return options;
  }

  /** SPARK_SCALA_VERSION spares Spark's launcher a search in folders of a source tree. */
  private Map<String, String> environment(String address) {
    return Map.of(
        "SPARK_HOME",
        home.path().toString(),
        "SPARK_SCALA_VERSION",
        System.getProperty("stepless.scala.version"),
        "SPARK_LOCAL_IP",
        address,
        "SPARK_LOCAL_DIRS",
        folder.resolve("scratch").toString(),
        "SPARK_PUBLIC_DNS",
        address);
  }

  private Path logs() {
    return folder.resolve("logs");
  }

  /** The master URL for applications. */
  String url() {
    return url;
  }

  SparkHome home() {
    return home;
  }

  /** A folder for a test's files, new and empty. */
  Path scratch(String name) throws IOException {
    return Files.createDirectories(folder.resolve("tests").resolve(name));
  }

  /** Starts a driver in a process of its own, as bin/spark-submit does in client deploy mode. */
  JavaProcess submit(Submission submission) throws IOException {
    List<String> command = java("-Xmx1g");
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(submission.arguments());
    String name = "%02d-%s".formatted(++submissions, submission.name());
    return JavaProcess.start(
        name, logs(), environment(MASTER_ADDRESS), submission.launcher(), command);
  }

  /** The processes of all executors that run now. */
  List<ProcessHandle> executors() {
    return workers.stream().flatMap(worker -> worker.children().stream()).toList();
  }

  @Override
  public void close() {
    workers.forEach(JavaProcess::close);
    if (master != null) {
      master.close();
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
