package org.stepless.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may depend on what: as the packages' documentation says, and never in a circle. */
class PackagesTest {
  private static final List<String> MODULES = List.of("core", "spark-integration", "examples");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.stepless");

  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern IMPORT =
      Pattern.compile(
          "^import (?:static )?(org\\.stepless(?:\\.[a-z0-9]+)+)\\.", Pattern.MULTILINE);
  private static final Pattern SAID =
      Pattern.compile("<p>Depends on: (.*?)(?:<p>|\\*/)", Pattern.DOTALL);

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("org.stepless.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void coreKnowsNoSparkAndSparkNoCommands() {
    String[] core =
        Stream.of(
                "data",
                "finish",
                "losses",
                "methods",
                "models",
                "nd4j",
                "optimizer",
                "plan",
                "schedules",
                "text",
                "training")
            .map(name -> "org.stepless." + name)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAnyPackage(core)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache..", "scala..", "org.stepless.spark..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("org.stepless.spark..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.stepless.cli..", "org.stepless.bench..", "org.stepless.examples..")
        .check(CLASSES);
  }

  /** ND4J is optional: its classes load only when asked for. */
  @Test
  void onlyItsOwnPackagesKnowNd4j() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..nd4j..")
        .and()
        .resideOutsideOfPackage("org.stepless.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void packagesDependOnWhatTheirDocumentationSays() throws IOException {
    Map<String, TreeSet<String>> imported = new TreeMap<>(), said = new TreeMap<>();
    for (String module : MODULES) {
      Path sources = Path.of("..", module, "src", "main", "java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
          read(file, imported, said);
        }
      }
    }
    assertTrue(imported.size() > 25, imported::toString);
    List<String> wrong = new ArrayList<>();
    imported.forEach(
        (name, found) -> {
          if (!found.equals(said.get(name))) {
            wrong.add("%s imports %s, says %s".formatted(name, found, said.get(name)));
          }
        });
    assertEquals(List.of(), wrong, "package-info.java has a line '<p>Depends on: ...'");
  }

  /** A file that no longer fits on a few screens, or a package on one, is to be parted. */
  @Test
  void filesAndPackagesStaySmall() throws IOException {
    Path sources = Path.of("..", "spark-integration", "src", "main", "java");
    List<String> large = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        long lines = Files.readAllLines(file).size();
        if (lines > 250) {
          large.add("%s has %d lines".formatted(sources.relativize(file), lines));
        }
      }
    }
    assertEquals(List.of(), large);
    try (Stream<Path> engine = Files.list(sources.resolve("org/stepless/spark/engine"))) {
      assertTrue(engine.count() <= 15);
    }
  }

  private static void read(
      Path file, Map<String, TreeSet<String>> imported, Map<String, TreeSet<String>> said)
      throws IOException {
    String text = Files.readString(file);
    Matcher declared = PACKAGE.matcher(text);
    assertTrue(declared.find(), file::toString);
    String name = declared.group(1);
    if (file.endsWith("package-info.java")) {
      Matcher sentence = SAID.matcher(text);
      if (sentence.find()) {
        said.put(name, packages(sentence.group(1)));
      }
      return;
    }
    TreeSet<String> found = imported.computeIfAbsent(name, key -> new TreeSet<>());
    Matcher imports = IMPORT.matcher(text);
    while (imports.find()) {
      if (!imports.group(1).equals(name)) {
        found.add(imports.group(1));
      }
    }
  }

  private static TreeSet<String> packages(String sentence) {
    String plain = sentence.replaceAll("[\\s*]+", " ").strip();
    return plain.startsWith("nothing")
        ? new TreeSet<>()
        : new TreeSet<>(Arrays.asList(plain.split(", ?")));
  }
}
