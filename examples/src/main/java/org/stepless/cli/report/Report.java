package org.stepless.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A page of facts, charts and tables in one file that needs no network: the charting library and
 * the data are inside.
 */
public final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEMPLATE = "report.html";
  private static final String LIBRARY =
      "/META-INF/resources/webjars/echarts/%s/echarts.common.min.js";

  private final String title;
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final List<Chart> charts = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();

  public Report(String title) {
    this.title = title;
  }

  /** Adds a line of the configuration or of the result. */
  public Report fact(String name, Object value) {
    facts.put(name, String.valueOf(value));
    return this;
  }

  /** Adds several such lines. */
  public Report facts(Map<String, ?> more) {
    more.forEach(this::fact);
    return this;
  }

  /** Adds a chart; one without curves is left out. */
  public Report add(Chart chart) {
    if (!chart.series().isEmpty()) {
      charts.add(chart);
    }
    return this;
  }

  public Report add(Table table) {
    tables.add(table);
    return this;
  }

  /** Writes the page. */
  public void save(Path file) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("title", title);
    content.put("facts", facts);
    content.put("charts", charts.stream().map(Report::content).toList());
    content.put("tables", tables.stream().map(Report::content).toList());
    String page =
        resource(TEMPLATE)
            .replace("%LIBRARY%", resource(LIBRARY.formatted(Versions.of("echarts"))))
            .replace("%CONTENT%", json(content));
    Files.writeString(file, page);
  }

  /** Writes every chart as {@code FILE-1.png}, {@code FILE-2.png} ... beside the page. */
  public List<Path> savePictures(Path file) throws IOException {
    String stem = file.getFileName().toString().replaceFirst("\\.html?$", "");
    List<Path> pictures = new ArrayList<>();
    for (Chart chart : charts) {
      Path picture = file.resolveSibling(stem + "-" + (pictures.size() + 1) + ".png");
      PngChart.save(chart, picture);
      pictures.add(picture);
    }
    return pictures;
  }

  private static Map<String, Object> content(Chart chart) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("title", chart.title());
    content.put("x", chart.xTitle());
    content.put("y", chart.yTitle());
    content.put("logarithmic", chart.isLogarithmic());
    content.put("bars", chart.kind() == Chart.Kind.BARS);
    content.put("series", chart.series().stream().map(Report::content).toList());
    return content;
  }

  private static Map<String, Object> content(Chart.Series series) {
    double[][] points = new double[series.x().length][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new double[] {series.x()[i], series.y()[i]};
    }
    return Map.of("name", series.name(), "points", points);
  }

  private static Map<String, Object> content(Table table) {
    return Map.of("title", table.title(), "header", table.header(), "rows", table.rows());
  }

  /** JSON that no text in it can end the script element around it. */
  private static String json(Object content) {
    try {
      return JSON.writeValueAsString(content).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Report.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("%s is not on the class path".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
