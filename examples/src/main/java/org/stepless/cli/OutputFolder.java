package org.stepless.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.stepless.cli.input.UserError;

/**
 * The folder of a run's results. Everything is written beside it and moved into place at the end,
 * so that it is there as a whole or not at all. A place that cannot be written to is reported
 * before any training.
 */
final class OutputFolder implements AutoCloseable {
  /** The file by which the result of an earlier run is recognised. */
  static final String CONFIG = "config.json";

  private final String name;
  private final FileSystem files;
  private final Path target;
  private final Path draft;

  private OutputFolder(String name, FileSystem files, Path target, Path draft) {
    this.name = name;
    this.files = files;
    this.target = target;
    this.draft = draft;
  }

  static OutputFolder prepare(String name, boolean overwrite, Configuration configuration) {
    if (name.isBlank()) {
      throw new UserError("--output is empty; name a new folder");
    }
    try {
      Path path = new Path(name);
      FileSystem files = path.getFileSystem(configuration);
      Path target = files.makeQualified(path);
      if (target.isRoot()) {
        throw new UserError("--output %s is a root folder; name a new folder".formatted(name));
      }
      if (files.exists(target)) {
        if (!overwrite) {
          throw new UserError(
              "--output %s exists; choose another folder or add --overwrite".formatted(name));
        } else if (!files.exists(new Path(target, CONFIG))) {
          throw new UserError(
              "--output %s holds no %s of an earlier run, so --overwrite leaves it alone; choose"
                      .formatted(name, CONFIG)
                  + " another folder");
        }
      }
      Path draft =
          new Path(
              target.getParent(),
              "." + target.getName() + ".part-" + UUID.randomUUID().toString().substring(0, 8));
      files.mkdirs(draft);
      files.deleteOnExit(draft);
      return new OutputFolder(name, files, target, draft);
    } catch (IOException e) {
      throw new UserError(
          "--output %s: cannot write there (%s); choose another folder"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  /** Where Spark writes a part of the result. */
  String path(String part) {
    return new Path(draft, part).toString();
  }

  /** Writes a text file. */
  void write(String part, Consumer<PrintWriter> content) throws IOException {
    try (PrintWriter writer =
        new PrintWriter(
            new OutputStreamWriter(files.create(new Path(draft, part)), StandardCharsets.UTF_8))) {
      content.accept(writer);
      if (writer.checkError()) {
        throw new IOException("writing " + part + " under " + draft + " failed");
      }
    }
  }

  /** Moves the results into place. */
  void publish() throws IOException {
    Path old = new Path(target.getParent(), draft.getName() + ".old");
    boolean replaces = files.exists(target);
    if (replaces) {
      move(target, old);
    }
    move(draft, target);
    if (replaces) {
      files.delete(old, true);
    }
  }

  private void move(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("--output %s: cannot move %s to %s".formatted(name, from, to));
    }
  }

  /** Removes what was not published. */
  @Override
  public void close() {
    try {
      files.delete(draft, true);
    } catch (IOException e) {
      throw new UserError(
          "--output %s: cannot remove %s (%s); remove it".formatted(name, draft, e.getMessage()),
          e);
    }
  }
}
