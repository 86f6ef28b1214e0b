package org.stepless.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;

/** What a measurement was taken on and with. */
public final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** The machine, this process and, unless null, Spark. */
  public static Map<String, String> facts(SparkContext context) {
    Runtime runtime = Runtime.getRuntime();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Stepless", Versions.stepless());
    if (context != null) {
      facts.put("Spark", context.version() + ", master " + context.master());
    }
    facts.put(
        "Java", System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"));
    facts.put(
        "machine",
        "%s, %d processors, heap of at most %s GB"
            .formatted(
                processor(),
                runtime.availableProcessors(),
                Numbers.text("%.1f", runtime.maxMemory() / 1e9)));
    facts.put("date", LocalDate.now().toString());
    return facts;
  }

  /** The same in a few lines. */
  public static String describe(SparkContext context) {
    return facts(context).entrySet().stream()
        .map(fact -> fact.getKey() + " " + fact.getValue())
        .collect(Collectors.joining("; "));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) { // other systems name the architecture only
      return System.getProperty("os.arch");
    }
  }
}
