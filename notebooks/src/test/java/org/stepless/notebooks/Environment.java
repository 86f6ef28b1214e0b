package org.stepless.notebooks;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the cells of one notebook see of the program that runs them, and what they gave out. Public
 * because compiled cells call it.
 */
public final class Environment {
  private static final String ZEPPELIN_HTML = "%html ";

  private final List<Output> outputs = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /** Databricks: shows HTML below the cell. */
  public void displayHTML(String html) {
    flush();
    outputs.add(new Output(true, html));
  }

  /** Almond's {@code kernel} has this under {@code publish}. */
  public Environment publish() {
    return this;
  }

  /** Almond: shows HTML below the cell. */
  public void html(String html) {
    displayHTML(html);
  }

  /** Where the cells print to. */
  OutputStream printed() {
    return printed;
  }

  private void flush() {
    addText(printed.toString(StandardCharsets.UTF_8));
    printed.reset();
  }

  private void addText(String text) {
    if (!text.isBlank()) {
      outputs.add(new Output(false, text));
    }
  }

  /**
   * All outputs since the last call.
   *
   * @param zeppelin whether a printed line that begins with {@code %html} makes all that follows
   *     HTML, as in Zeppelin
   */
  List<Output> take(boolean zeppelin) {
    String text = printed.toString(StandardCharsets.UTF_8);
    int html = zeppelin ? ("\n" + text).indexOf("\n" + ZEPPELIN_HTML) : -1;
    if (html < 0) {
      flush();
    } else {
      addText(text.substring(0, html));
      outputs.add(new Output(true, text.substring(html + ZEPPELIN_HTML.length()).strip()));
      printed.reset();
    }
    List<Output> taken = List.copyOf(outputs);
    outputs.clear();
    return taken;
  }
}
