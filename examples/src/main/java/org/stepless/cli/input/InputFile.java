package org.stepless.cli.input;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** A file or folder that is known to exist: its first lines, and its format. */
final class InputFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Pattern LIBSVM_START = Pattern.compile("\\s*\\S+\\s+\\d+:\\S");
  private static final Pattern CSV_START = Pattern.compile("[^,;\\p{Cntrl}]+[,;\\t]");

  private final InputSpec spec;
  private final FileSystem files;
  private final Path path;
  private final Path first;
  private final CompressionCodec codec;
  private final Configuration configuration;

  InputFile(InputSpec spec, Configuration hadoop) throws IOException {
    this.spec = spec;
    this.configuration = TextCodecs.addTo(hadoop);
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

  /** How to read the lines of text files. */
  Configuration configuration() {
    return configuration;
  }

  /**
   * Up to so many lines from the start, without blank ones, as rows are read: without a mark of the
   * byte order.
   *
   * @throws UserError if there are none, or if it is no text
   */
  List<String> firstLines(int most) throws IOException {
    return firstLines(most, line -> !line.isBlank());
  }

  private List<String> firstLines(int most, Predicate<String> wanted) throws IOException {
    List<String> found = new ArrayList<>();
    try (InputStream in = open();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      refuse(FileKind.unpacked(peek(in)));
      String line = lines.readLine();
      if (line != null && line.startsWith(BYTE_ORDER_MARK)) {
        line = line.substring(BYTE_ORDER_MARK.length());
      }
      for (; line != null && found.size() < most; line = lines.readLine()) {
        if (wanted.test(line)) {
          found.add(line);
        }
      }
    } catch (IOException e) {
      throw unreadable(spec, e);
    }
    if (found.isEmpty()) {
      throw new UserError("%s: no rows; give a file with data".formatted(spec.describe()));
    }
    return found;
  }

  /** The error of a file, or of one of a folder, that cannot be read to its end. */
  static UserError unreadable(InputSpec spec, IOException e) {
    return new UserError(
        "%s: cannot be read (%s); is the file damaged, or its ending wrong?"
            .formatted(spec.describe(), e.getMessage()),
        e);
  }

  private void refuse(FileKind kind) {
    if (kind != null) {
      throw new UserError(
          "%s: %s is %s, which cannot be read under this name; %s"
              .formatted(spec.describe(), first.getName(), kind.what(), kind.remedy()));
    }
  }

  /** The unpacked content of the first file, with its first bytes to be looked at. */
  private InputStream open() throws IOException {
    InputStream raw = new BufferedInputStream(files.open(first));
    try {
      refuse(FileKind.packed(codec == null ? "" : codec.getDefaultExtension(), peek(raw)));
      return codec == null ? raw : new BufferedInputStream(codec.createInputStream(raw));
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private static byte[] peek(InputStream in) throws IOException {
    in.mark(FileKind.BYTES);
    byte[] start = in.readNBytes(FileKind.BYTES);
    in.reset();
    return start;
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
    try (InputStream in = open()) {
      if (FileKind.PARQUET.matches(peek(in))) {
        return InputFormat.PARQUET;
      }
    } catch (IOException e) {
      throw unreadable(spec, e);
    }
    return formatOf(firstLines(1, line -> !line.isBlank() && line.charAt(0) != '#').get(0));
  }

  private InputFormat formatOf(String line) {
    if (LIBSVM_START.matcher(line).lookingAt()) {
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
