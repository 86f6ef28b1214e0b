package org.stepless.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Curves over a common axis, or the bars of a histogram: what to draw, not how. */
public final class Chart {
  /** More points than this a curve cannot show. */
  private static final int MOST_POINTS = 2000;

  /** How values are drawn. */
  public enum Kind {
    LINES,
    BARS
  }

  /** One curve, its points in the order of x. */
  public record Series(String name, double[] x, double[] y) {}

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final Kind kind;
  private final boolean logarithmic;
  private final List<Series> series = new ArrayList<>();

  private Chart(String title, String xTitle, String yTitle, Kind kind, boolean logarithmic) {
    this.title = title;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
    this.kind = kind;
    this.logarithmic = logarithmic;
  }

  /** A chart of curves. */
  public static Chart lines(String title, String xTitle, String yTitle) {
    return new Chart(title, xTitle, yTitle, Kind.LINES, false);
  }

  /** A chart of curves whose values are positive and spread over several powers of ten. */
  public static Chart logarithmic(String title, String xTitle, String yTitle) {
    return new Chart(title, xTitle, yTitle, Kind.LINES, true);
  }

  /**
   * How many values lie between neighbouring edges.
   *
   * @param edges ascending, one more than counts
   */
  public static Chart histogram(String title, String xTitle, double[] edges, long[] counts) {
    Chart chart = new Chart(title, xTitle, "number", Kind.BARS, false);
    double[] centres = new double[counts.length], heights = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      centres[i] = 0.5 * (edges[i] + edges[i + 1]);
      heights[i] = counts[i];
    }
    chart.series.add(new Series(xTitle, centres, heights));
    return chart;
  }

  /** Adds a curve over 1, 2, 3, ... */
  public Chart add(String name, double[] y) {
    double[] x = new double[y.length];
    Arrays.setAll(x, i -> i + 1);
    return add(name, x, y);
  }

  /**
   * Adds a curve. Points that cannot be drawn (not finite, or not positive where the axis is
   * logarithmic) are left out; of very many points every n-th is kept.
   */
  public Chart add(String name, double[] x, double[] y) {
    double[] keptX = new double[y.length], keptY = new double[y.length];
    int kept = 0, stride = Math.max(1, (y.length + MOST_POINTS - 1) / MOST_POINTS);
    for (int i = 0; i < y.length; i++) {
      boolean shown = i % stride == 0 || i == y.length - 1;
      if (shown && Double.isFinite(y[i]) && (y[i] > 0 || !logarithmic)) {
        keptX[kept] = x[i];
        keptY[kept++] = y[i];
      }
    }
    if (kept > 0) {
      series.add(new Series(name, Arrays.copyOf(keptX, kept), Arrays.copyOf(keptY, kept)));
    }
    return this;
  }

  public String title() {
    return title;
  }

  public String xTitle() {
    return xTitle;
  }

  public String yTitle() {
    return yTitle;
  }

  public Kind kind() {
    return kind;
  }

  public boolean isLogarithmic() {
    return logarithmic;
  }

  public List<Series> series() {
    return List.copyOf(series);
  }
}
