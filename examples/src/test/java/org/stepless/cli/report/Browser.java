package org.stepless.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A headless Chromium, of which this machine may have none. */
public final class Browser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private Browser() {}

  /**
   * The page as it stands after its scripts have run. Without a browser the calling test is
   * skipped, and says so, unless the environment variable STEPLESS_BROWSER is {@code required}.
   *
   * @param folder for what the browser writes
   */
  public static String document(Path page, Path folder) throws IOException, InterruptedException {
    Optional<Path> browser =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(at -> NAMES.stream().map(name -> Path.of(at, name)))
            .filter(Files::isExecutable)
            .findFirst();
    if (browser.isEmpty() && !"required".equals(System.getenv("STEPLESS_BROWSER"))) {
      String message = "SKIPPED: no Chromium on the PATH, reports were not opened in a browser";
      System.err.println(message);
      Assumptions.abort(message);
    }
    assertTrue(browser.isPresent(), "no Chromium on the PATH, but STEPLESS_BROWSER is required");
    Path dom = folder.resolve("dom.html");
    List<String> command =
        Stream.of(
                browser.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                page.toUri().toString())
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(folder.resolve("browser.log").toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, "the browser did not end");
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("browser.log")));
    return Files.readString(dom);
  }
}
