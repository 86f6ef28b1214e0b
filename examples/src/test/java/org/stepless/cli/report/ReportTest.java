package org.stepless.cli.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final String HOSTILE = "</script><script>document.title='broken'</script>";

  @Test
  void tablesPrintAlignedAndQuoted() {
    Table table = new Table("losses", "set", "x");
    table.add("a9a", "1.5");
    table.add("b,\"c\"", "10");
    assertEquals(
        "| set   |   x |\n| ----- | --: |\n| a9a   | 1.5 |\n| b,\"c\" |  10 |\n", table.markdown());
    assertEquals("set,x\na9a,1.5\n\"b,\"\"c\"\"\",10\n", table.csv());
    assertThrows(IllegalArgumentException.class, () -> table.add("one cell"));
  }

  @Test
  void barsStandBetweenTheirEdges() {
    Chart chart = Chart.histogram("h", "x", new double[] {0, 1, 3}, new long[] {5, 7});
    assertArrayEquals(new double[] {0.5, 2}, chart.series().get(0).x());
    assertArrayEquals(new double[] {5, 7}, chart.series().get(0).y());
  }

  @Test
  void curvesLeaveOutWhatCannotBeDrawn() {
    double[] y = {1, 0, Double.NaN, 2};
    assertArrayEquals(
        new double[] {1, 4}, Chart.logarithmic("t", "x", "y").add("c", y).series().get(0).x());
    assertArrayEquals(
        new double[] {1, 2, 4}, Chart.lines("t", "x", "y").add("c", y).series().get(0).x());
    Chart.Series thinned =
        Chart.lines("t", "x", "y").add("long", new double[1_000_001]).series().get(0);
    assertTrue(thinned.x().length <= 2001, "points " + thinned.x().length);
    assertEquals(1_000_001, thinned.x()[thinned.x().length - 1]);
  }

  @Test
  void pageDrawsInABrowserWithoutNetwork(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path page = folder.resolve("report.html");
    Table table = new Table("results " + HOSTILE, "set", "loss");
    table.add("a9a", "0.3227");
    Report report =
        new Report("Run & " + HOSTILE)
            .add(
                Chart.logarithmic("losses", "epoch", "loss")
                    .add("prodigy", new double[] {1, 0.1, 0.01})
                    .add("adam", new double[] {1, 0.5, 0.25}))
            .add(Chart.histogram("trackers", "tracker", new double[] {1, 2, 3}, new long[] {1, 3}))
            .add(Chart.lines("empty", "x", "y"))
            .add(table)
            .fact("seed", 42);
    report.save(page);
    String source = Files.readString(page);
    assertFalse(
        source.matches("(?s).*<(script|link)\\b[^>]*\\b(src|href)=.*"), "loads from outside");

    String dom = Browser.document(page, folder);
    assertTrue(dom.contains("data-drawn=\"2\""), "the script did not come to its end");
    assertEquals(2, count(dom, "<svg "));
    // A legend names curves; bars have none.
    assertTrue(dom.matches("(?s).*<text[^>]*>prodigy</text>.*<text[^>]*>adam</text>.*"));
    assertTrue(dom.contains("<td>0.3227</td>") && dom.contains("<dd>42</dd>"));
    assertTrue(dom.contains("<title>Run &amp; &lt;/script&gt;"), "title");
    assertFalse(dom.contains("<title>broken"), "text ran as a script");
  }

  @Test
  void picturesLieBesideThePage(@TempDir Path folder) throws IOException {
    Report report =
        new Report("r")
            .add(Chart.logarithmic("losses", "epoch", "loss").add("a", new double[] {1, 0.1}))
            .add(Chart.histogram("h", "x", new double[] {1, 2, 3}, new long[] {1, 2}));
    List<Path> pictures = report.savePictures(folder.resolve("run.html"));
    assertEquals(List.of(folder.resolve("run-1.png"), folder.resolve("run-2.png")), pictures);
    for (Path picture : pictures) {
      assertEquals(1000, ImageIO.read(picture.toFile()).getWidth());
    }
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
