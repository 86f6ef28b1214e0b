package org.stepless.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts as PNG files. */
public final class PngChart {
  private static final int WIDTH = 1000, HEIGHT = 650;

  private PngChart() {}

  /** Writes a chart to a file. */
  public static void save(Chart chart, Path file) throws IOException {
    XYChart picture =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(chart.title())
            .xAxisTitle(chart.xTitle())
            .yAxisTitle(chart.yTitle())
            .build();
    picture.getStyler().setYAxisLogarithmic(chart.isLogarithmic());
    picture.getStyler().setLegendPosition(LegendPosition.OutsideE);
    picture.getStyler().setLegendVisible(chart.series().size() > 1);
    if (chart.kind() == Chart.Kind.BARS) {
      picture.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.StepArea);
    }
    for (Chart.Series series : chart.series()) {
      picture
          .addSeries(series.name(), series.x(), series.y())
          .setMarker(series.x().length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
    BitmapEncoder.saveBitmap(picture, file.toString(), BitmapFormat.PNG);
  }
}
