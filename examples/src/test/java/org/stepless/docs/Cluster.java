package org.stepless.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stepless.cli.Main;
import org.stepless.cli.report.Versions;

/** What pages say of clusters, shells and notebooks: none is here, so names are checked. */
final class Cluster {
  /** The options of spark-submit that a page may use; each takes a value. */
  static final Set<String> OPTIONS =
      Set.of(
          "--class",
          "--conf",
          "--deploy-mode",
          "--executor-cores",
          "--executor-memory",
          "--files",
          "--jars",
          "--master",
          "--num-executors",
          "--packages",
          "--repositories");

  private static final Pattern COORDINATES =
      Pattern.compile("([a-z]\\w*(?:\\.\\w+)+)::?([\\w.-]+):([\\w.-]+)");
  private static final Pattern JAR =
      Pattern.compile("stepless-(?:examples|spark-bundle)-([\\w.*-]+?)(-submit)?\\.jar");

  private Cluster() {}

  /** The words behind spark-submit: its options, then a jar, then the arguments of its class. */
  static void checkSubmission(List<String> arguments) throws Exception {
    String main = "";
    int i = 0;
    for (; i + 1 < arguments.size() && arguments.get(i).startsWith("--"); i += 2) {
      String option = arguments.get(i), value = arguments.get(i + 1);
      assertTrue(OPTIONS.contains(option), () -> "unknown option of spark-submit: " + option);
      if (option.equals("--conf")) {
        assertTrue(value.contains("="), value);
        checkSetting(value.substring(0, value.indexOf('=')), value.split("=", 2)[1]);
      } else if (option.equals("--class")) {
        main = value;
      }
    }
    checkVersions(String.join(" ", arguments));
    if (i < arguments.size()) {
      String jar = arguments.get(i);
      assertTrue(jar.endsWith(".jar"), () -> "an option or a jar should be where there is " + jar);
    }
    if (main.equals(Main.class.getName())) {
      Stepless.parse(arguments.subList(i + 1, arguments.size()));
    } else {
      assertTrue(main.isEmpty() || main.startsWith("your."), main);
    }
  }

  /** Lines of settings, as Zeppelin takes them. */
  static void checkSettings(List<String> lines) throws Exception {
    for (String line : lines) {
      if (!line.startsWith("%")) {
        String[] words = line.split(" ", 2);
        checkSetting(words[0], words[1]);
        checkVersions(words[1]);
      }
    }
  }

  /** Settings are those of Spark or of its shell; plugins must exist. */
  private static void checkSetting(String key, String value) throws ClassNotFoundException {
    assertTrue(key.startsWith("spark.") || key.equals("SPARK_HOME"), key);
    if (key.equals("spark.plugins")) {
      Class.forName(value);
    }
  }

  /** Lines of Scala that prepare a shell: what they fetch must be what the build uses. */
  static void checkScala(List<String> lines) throws Exception {
    for (String line : lines) {
      checkVersions(line);
    }
  }

  /** Libraries and jars must be of the versions that the build has. */
  static void checkVersions(String text) throws Exception {
    String pom = Files.readString(Page.ROOT.resolve("pom.xml"));
    Map<String, String> properties =
        Map.of(
            "org.apache.spark", "spark",
            "org.knowm.xchart", "xchart",
            "org.nd4j", "nd4j");
    Matcher library = COORDINATES.matcher(text);
    while (library.find()) {
      String name = library.group(), version = library.group(3);
      if (library.group(1).equals("org.stepless")) {
        assertTrue(version.equals("VERSION") || version.equals(Versions.stepless()), name);
      } else {
        String property = properties.get(library.group(1));
        assertTrue(property != null, () -> "a library that the build does not use: " + name);
        String built = "<%s.version>%s<".formatted(property, version);
        assertTrue(pom.contains(built), name);
      }
    }
    Matcher jar = JAR.matcher(text);
    while (jar.find()) {
      Set<String> allowed = Set.of("*", "VERSION", Versions.stepless());
      assertTrue(allowed.contains(jar.group(1)), jar.group());
    }
  }
}
