package org.stepless.docs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.stepless.cli.Commands;

/**
 * Every block of every page works. Blocks of {@code java} are compiled and run; a block without
 * imports goes on with the one before it. Commands of {@code bash} run in order in one folder;
 * those that need a cluster or minutes are checked for what can be wrong in them, as are {@code
 * scala}, {@code properties} and {@code xml}. A block of {@code text} shows what the block before
 * it prints, see {@link ShownOutput}. There are no other blocks.
 */
class BlocksTest {
  private static final Set<String> LANGUAGES =
      Set.of("java", "bash", "text", "scala", "properties", "xml");

  @TempDir private static Path temporary;

  @TestFactory
  Stream<DynamicContainer> everyBlockWorks() throws IOException {
    Commands.spark();
    List<DynamicContainer> pages = new ArrayList<>();
    for (Page page : Page.all()) {
      Path folder = Files.createDirectory(temporary.resolve(page.className()));
      pages.add(dynamicContainer(page.name(), tests(page, folder)));
    }
    return pages.stream();
  }

  private static List<DynamicNode> tests(Page page, Path folder) {
    List<Page.Block> blocks = page.blocks();
    List<DynamicNode> tests = new ArrayList<>();
    tests.add(dynamicTest(page.name() + ": blocks", () -> checkLanguages(page, blocks)));
    for (Program program : Program.of(page)) {
      String where = where(page, program.blocks().get(0));
      tests.add(dynamicTest(where, () -> runJava(page, program, folder)));
    }
    for (Page.Block block : blocks) {
      String where = where(page, block);
      switch (block.language()) {
        case "bash" ->
            tests.add(
                dynamicTest(
                    where, () -> new Shell(folder).run(block, shown(blocks, block), where)));
        case "scala" -> tests.add(dynamicTest(where, () -> Cluster.checkScala(block.lines())));
        case "properties" ->
            tests.add(dynamicTest(where, () -> Cluster.checkSettings(block.lines())));
        case "xml" -> tests.add(dynamicTest(where, () -> Build.checkDependency(block.text())));
        default -> {} // java is above, and text is compared with what the others print
      }
    }
    return tests;
  }

  private static void checkLanguages(Page page, List<Page.Block> blocks) {
    for (Page.Block block : blocks) {
      String where = where(page, block);
      assertTrue(
          LANGUAGES.contains(block.language()),
          () -> where + ": language '" + block.language() + "' is none of " + LANGUAGES);
      boolean output = block.language().equals("text");
      assertTrue(
          !output || (block.under() != null && isRun(block.under())),
          () -> where + ": no command or program before this output in its section");
    }
  }

  private static boolean isRun(Page.Block block) {
    return block.language().equals("java") || block.language().equals("bash");
  }

  private static void runJava(Page page, Program program, Path folder) throws Exception {
    List<String> printed = program.run(folder);
    List<Executable> checks = new ArrayList<>();
    for (int i = 0; i < program.blocks().size(); i++) {
      Page.Block shown = shown(page.blocks(), program.blocks().get(i));
      String text = printed.get(i);
      if (shown != null) {
        checks.add(() -> ShownOutput.check(where(page, shown), shown.lines(), text));
      }
    }
    assertAll(checks);
  }

  /** The output that the page shows of a block; null if it shows none. */
  private static Page.Block shown(List<Page.Block> blocks, Page.Block block) {
    return blocks.stream()
        .filter(other -> other.language().equals("text") && other.under() != null)
        .filter(other -> other.under().line() == block.line())
        .findFirst()
        .orElse(null);
  }

  private static String where(Page page, Page.Block block) {
    return page.name() + " line " + block.line();
  }
}
