package org.stepless.cli.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** A file or folder that is known to exist: its first line, and its format. */
final class InputFile {
  private static final String PARQUET_MAGIC = "PAR1";
  private static final Pattern LIBSVM_START = Pattern.compile("\\s*\\S+\\s+\\d+:\\S");
  private static final Pattern CSV_START = Pattern.compile("[^,;\\p{Cntrl}]+[,;\\t]");

  private final InputSpec spec;
  private final FileSystem files;
  private final Path path;
  private final Path first;
  private final CompressionCodec codec;

  InputFile(InputSpec spec, Configuration configuration) throws IOException {
    this.spec = spec;
    if (spec.path().isBlank()) {
      throw new UserError(spec.option() + " is empty; give a file or folder");
    }
    Path given = new Path(spec.path());
    this.files = given.getFileSystem(configuration);
    this.path = files.makeQualified(given);
    if (!files.exists(path)) {
      throw new UserError(
          "%s: no such file or folder (%s); check the path".formatted(spec.describe(), path));
    }
    this.first = firstFile();
    this.codec = new CompressionCodecFactory(configuration).getCodec(first);
  }

  private Path firstFile() throws IOException {
    if (!files.getFileStatus(path).isDirectory()) {
      return path;
    }
    return Arrays.stream(files.listStatus(path))
        .filter(FileStatus::isFile)
        .map(FileStatus::getPath)
        .filter(file -> !file.getName().startsWith("_") && !file.getName().startsWith("."))
        .sorted()
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "%s: the folder holds no files; name a file or a folder with data files"
                        .formatted(spec.describe())));
  }

  /** The full address. */
  String address() {
    return path.toString();
  }

  /**
   * The address for readers that take patterns and lists of them: special characters stand for
   * themselves. A backslash does not save a comma from splitting a list, braces do.
   */
  String pattern() {
    return address().replaceAll("([{}\\[\\]*?\\\\])", "\\\\$1").replace(",", "{\\,}");
  }

  /** The first line that is not blank. */
  String firstLine() throws IOException {
    return firstLine(line -> !line.isBlank());
  }

  private String firstLine(Predicate<String> wanted) throws IOException {
    try (InputStream raw = files.open(first);
        InputStream in = codec == null ? raw : codec.createInputStream(raw);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (wanted.test(line)) {
          return line;
        }
      }
    } catch (IOException e) {
      throw new UserError(
          "%s: cannot be read (%s); is the file damaged, or its ending wrong?"
              .formatted(spec.describe(), e.getMessage()),
          e);
    }
    throw new UserError("%s: no rows; give a file with data".formatted(spec.describe()));
  }

  /** The format that was asked for, or the one that name and content tell. */
  InputFormat format() throws IOException {
    if (spec.format() != null) {
      return spec.format();
    }
    String name = first.getName().toLowerCase(Locale.ROOT);
    if (codec != null) {
      name = name.substring(0, name.length() - codec.getDefaultExtension().length());
    }
    if (name.endsWith(".parquet")) {
      return InputFormat.PARQUET;
    } else if (name.endsWith(".csv") || name.endsWith(".tsv")) {
      return InputFormat.CSV;
    } else if (name.endsWith(".libsvm") || name.endsWith(".svm")) {
      return InputFormat.LIBSVM;
    }
    return formatOf(firstLine(line -> !line.isBlank() && line.charAt(0) != '#'));
  }

  private InputFormat formatOf(String line) {
    if (line.startsWith(PARQUET_MAGIC)) {
      return InputFormat.PARQUET;
    } else if (LIBSVM_START.matcher(line).lookingAt()) {
      return InputFormat.LIBSVM;
    } else if (CSV_START.matcher(line).lookingAt()) {
      return InputFormat.CSV;
    }
    throw new UserError(
        "%s: the format is not plain from the name or the first line '%s'; say --format libsvm,"
                .formatted(spec.describe(), Values.quote(line))
            + " csv or parquet");
  }
}
