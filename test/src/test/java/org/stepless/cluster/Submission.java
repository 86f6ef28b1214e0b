package org.stepless.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The words after {@code spark-submit}. */
final class Submission {
  private final String name;
  private final String master;
  private final String mainClass;
  private final Path jar;
  private final List<Path> libraries;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<String> options = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private int fileBlocks;

  /**
   * @param name of the log files
   * @param libraries for {@code --jars}
   */
  Submission(String name, String master, String mainClass, Path jar, List<Path> libraries) {
    this.name = name;
    this.master = master;
    this.mainClass = mainClass;
    this.jar = jar;
    this.libraries = libraries;
    set("spark.ui.enabled", "false");
    set("spark.log.level", "WARN");
    set("spark.driver.host", "127.0.0.1");
    set("spark.driver.bindAddress", "127.0.0.1");
    set("spark.executor.cores", "1");
    set("spark.executor.memory", "512m");
    // Spark 3.5 starts its executors without the vector module, which rounds sums otherwise.
    set(
        "spark.executor.extraJavaOptions",
        "--add-modules=jdk.incubator.vector -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    // Training starts when all executors are there, or it might not use them.
    set("spark.scheduler.minRegisteredResourcesRatio", "1.0");
  }

  /** Sets a Spark setting. */
  Submission set(String key, Object value) {
    settings.put(key, value.toString());
    return this;
  }

  /** Adds an option of spark-submit. */
  Submission option(String key, String value) {
    options.addAll(List.of(key, value));
    return this;
  }

  /** Adds arguments of the application. */
  Submission with(String... arguments) {
    words.addAll(List.of(arguments));
    return this;
  }

  /**
   * Lets no file of the driver grow beyond so many blocks of 512 bytes: writing on fails as on a
   * full disk.
   */
  Submission limitFiles(int blocks) {
    fileBlocks = blocks;
    return this;
  }

  /** What starts the driver's process; nothing if it just starts. */
  List<String> launcher() {
    return fileBlocks == 0
        ? List.of()
        : List.of("sh", "-c", "ulimit -f " + fileBlocks + " && exec \"$@\"", "limit");
  }

  String name() {
    return name;
  }

  List<String> arguments() {
    List<String> all = new ArrayList<>(List.of("--master", master, "--class", mainClass));
    all.addAll(List.of("--name", name));
    settings.forEach((key, value) -> all.addAll(List.of("--conf", key + "=" + value)));
    if (!libraries.isEmpty()) {
      all.add("--jars");
      all.add(libraries.stream().map(Path::toString).collect(Collectors.joining(",")));
    }
    all.addAll(options);
    all.add(jar.toString());
    all.addAll(words);
    return all;
  }
}
