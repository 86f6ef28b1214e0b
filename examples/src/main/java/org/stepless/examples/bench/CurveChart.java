package org.stepless.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of curves over epochs, with a logarithmic axis. */
public final class CurveChart {
  private static final int WIDTH = 1000, HEIGHT = 650;

  private final XYChart chart;

  public CurveChart(String title, String yTitle) {
    chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(yTitle)
            .build();
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
  }

  /** Adds a curve; values that a logarithm cannot show are left out. */
  public void add(String name, double[] values) {
    List<Double> x = new ArrayList<>(), y = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] > 0 && values[i] < Double.POSITIVE_INFINITY) {
        x.add(i + 1.0);
        y.add(values[i]);
      }
    }
    if (!x.isEmpty()) {
      chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE);
    }
  }

  /** Writes a PNG file. */
  public void save(Path file) throws IOException {
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }
}
