package org.stepless.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.io.compress.Lz4Codec;
import org.apache.hadoop.io.compress.SnappyCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.apache.spark.SparkConf;
import org.apache.spark.io.ZStdCompressionCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.cli.Commands.Outcome;

/** Text as programs write it: marks of the byte order, compression, other encodings, commas. */
class TextFilesTest {
  private static final String CSV = "a,b,label\n1,2,0\n2,1,1\n3,1,1\n1,3,0\n";
  private static final String LIBSVM = "0 1:1 2:2\n1 1:2 2:1\n1 1:3 2:1\n0 1:1 2:3\n";
  private static final String MARK = "\uFEFF";

  @TempDir Path folder;

  private Outcome train(Path file) {
    return Commands.run("train", "--input", file, "--epochs", 2, "--json");
  }

  /** The result, which is that of the same rows in a plain file. */
  private void same(Path file, String plain) throws IOException {
    Path reference = Files.writeString(folder.resolve("reference"), plain);
    Outcome outcome = train(file), expected = train(reference);
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(objective(expected), objective(outcome));
  }

  private static String objective(Outcome outcome) {
    assertTrue(outcome.out().startsWith("{\"objective\":"), outcome.out() + outcome.err());
    return outcome.out().split(",")[0];
  }

  private void fails(Path file, String... parts) {
    Outcome outcome = train(file);
    assertEquals(2, outcome.code(), outcome.err());
    for (String part : parts) {
      assertTrue(outcome.err().contains(part), outcome.err() + "\nlacks: " + part);
    }
  }

  private static byte[] zstandard(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        new ZStdCompressionCodec(new SparkConf(false)).compressedOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void aMarkOfTheByteOrderIsNoPartOfTheText() throws IOException {
    same(Commands.write(folder, "a.csv", MARK + CSV), CSV);
    same(Commands.write(folder, "a.csv.gz", MARK + CSV), CSV);
    String quoted = CSV.replace("a,b,label", "\"a\",\"b\",\"label\"");
    same(Commands.write(folder, "quoted.csv", MARK + quoted), CSV);
    same(Commands.write(folder, "lines.csv", MARK + CSV.replace("\n", "\r\n")), CSV);
    String first = "label,b,a\n0,2,1\n1,1,2\n1,1,3\n0,3,1\n";
    same(Commands.write(folder, "first.csv", MARK + first), first);
    same(Commands.write(folder, "a.libsvm", MARK + LIBSVM), LIBSVM);
    same(Commands.write(folder, "unnamed", MARK + LIBSVM), LIBSVM);
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Commands.write(parts, "1.csv", MARK + CSV);
    Commands.write(parts, "2.csv", CSV);
    same(parts, CSV + CSV.substring(CSV.indexOf('\n') + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {".zst", ".zstd"})
  void zstandardIsRead(String ending) throws IOException {
    same(Files.write(folder.resolve("a.csv" + ending), zstandard(CSV)), CSV);
    same(Files.write(folder.resolve("m.csv" + ending), zstandard(MARK + CSV)), CSV);
    same(Files.write(folder.resolve("a.libsvm" + ending), zstandard(LIBSVM)), LIBSVM);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        GzipCodec.class,
        BZip2Codec.class,
        DefaultCodec.class,
        Lz4Codec.class,
        SnappyCodec.class
      })
  void whatHadoopUnpacksIsRead(Class<? extends CompressionCodec> type) throws IOException {
    CompressionCodec codec = ReflectionUtils.newInstance(type, new Configuration());
    Path file = folder.resolve("a.csv" + codec.getDefaultExtension());
    try (OutputStream out = codec.createOutputStream(Files.newOutputStream(file))) {
      out.write(CSV.getBytes(StandardCharsets.UTF_8));
    }
    same(file, CSV);
  }

  @Test
  void gzipIsReadUnderOtherEndings() throws IOException {
    byte[] csv = CSV.getBytes(StandardCharsets.UTF_8);
    same(Files.write(folder.resolve("a.csv.gzip"), gzip(csv)), CSV);
    same(Files.write(folder.resolve("a.csv.GZ"), gzip(csv)), CSV);
  }

  @Test
  void compressionThatTheNameHidesIsNamed() throws IOException {
    byte[] packed = gzip(CSV.getBytes(StandardCharsets.UTF_8));
    for (String name : new String[] {"a.csv", "a.libsvm", "a", "a.csv.bz2"}) {
      fails(
          Files.write(folder.resolve(name), packed),
          name + " is gzip-compressed data",
          "rename it so that it ends in .gz");
    }
    fails(Files.write(folder.resolve("z.csv"), zstandard(CSV)), "ends in .zst");
    byte[] xz = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0, 1};
    fails(Files.write(folder.resolve("a.csv.xz"), xz), "xz-compressed data", "xz -d");
    byte[] lz4 = {4, 0x22, 0x4D, 0x18, 1};
    fails(Files.write(folder.resolve("a.csv.lz4"), lz4), "lz4 program", "lz4 -d");
    byte[] zip = {'P', 'K', 3, 4, 20};
    fails(Files.write(folder.resolve("a.xlsx"), zip), "Excel", "save it as CSV");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16, UTF-16", "UTF-16LE, UTF-16LE", "UTF-16BE, UTF-16BE"})
  void otherEncodingsAreNamed(String charset, String named) throws IOException {
    for (String name : new String[] {"a.csv", "a.libsvm", "unnamed"}) {
      String text = name.equals("a.csv") ? CSV : LIBSVM;
      fails(
          Files.write(folder.resolve(name), text.getBytes(Charset.forName(charset))),
          name + " is text in UTF-16",
          "iconv -f " + named + " -t UTF-8");
    }
    fails(
        Files.write(folder.resolve("a.csv.gz"), gzip(CSV.getBytes(Charset.forName(charset)))),
        "UTF-16");
  }

  @Test
  void aFileThatEndsTooSoonIsNamed() throws IOException {
    StringBuilder text = new StringBuilder("a,b,label\n");
    for (int i = 0; i < 20_000; i++) {
      text.append(i * 7919L % 1000).append(',').append(i * 104_729L % 997).append(',');
      text.append(i % 2).append('\n');
    }
    byte[] zst = zstandard(text.toString());
    byte[] gz = gzip(text.toString().getBytes(StandardCharsets.UTF_8));
    for (String name : new String[] {"a.csv.gz", "a.csv.zst"}) {
      byte[] whole = name.endsWith("gz") ? gz : zst;
      Path file = Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length / 2));
      fails(file, "--input " + file, "cannot be read", "damaged");
    }
  }

  @Test
  void emptyColumnsAtTheEndDoNotCount() throws IOException {
    same(Commands.write(folder, "all.csv", CSV.replace("\n", ",\n")), CSV);
    String rows = CSV.replace("\n", ",\n").replace("label,", "label");
    same(Commands.write(folder, "rows.csv", rows), CSV);
    same(Commands.write(folder, "more.csv", CSV.replace("\n", ";;\n").replace(',', ';')), CSV);
    String values = CSV.replace("\n", ",7\n").replace("label,7", "label,");
    same(Commands.write(folder, "values.csv", values), values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "a,label,~1,0,~2,1,5~ | line 3 | '5' stands in a column without a name | name it",
        "a,label,~1,0,~2,1~ | line 3 | 2 fields where the header has 3 | quote fields",
        "a,label~1,0,~2,1~ | line 3 | 2 fields where the first row has 3 | quote fields",
        "a;label~0,5;1~0,25;0~ | line 2 | '0,5', which looks like a number with a decimal comma | write it with a point: 0.5",
        "a;label~1.234,5;1~2;0~ | line 2 | '1.234,5', which looks | a point: 1234.5",
        "a;label~1;0,5~2;0,7~ | line 2 | column 'label', the label, holds '0,5' | a point: 0.5",
        "'a,label~\"1,234,567\",1~2,0~' | line 2 | commas between thousands | leave them out: 1234567",
        "1,5;2;3;0~1,5;2;3;0~ | line 1 | is no header | name the columns",
      })
  void commasAreNamed(String text, String line, String problem, String remedy) {
    fails(Commands.write(folder, "a.csv", text.replace('~', '\n')), line, problem, remedy);
  }

  @Test
  void decimalCommasInLibsvmAreNamed() {
    fails(Commands.write(folder, "a.libsvm", "0 1:0,5\n"), "feature 1 holds '0,5'", "0.5");
    fails(Commands.write(folder, "b.libsvm", "0,5 1:5\n"), "the label is '0,5'", "0.5");
  }
}
