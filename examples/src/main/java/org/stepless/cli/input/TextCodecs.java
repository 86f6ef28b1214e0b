package org.stepless.cli.input;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.Decompressor;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.io.compress.ZStandardCodec;
import org.apache.spark.SparkConf;
import org.apache.spark.io.ZStdCompressionCodec;

/**
 * What Spark's own readers of text unpack beside the codecs of Hadoop: Zstandard without Hadoop's
 * native library, which few installations have, and the endings {@code .zstd} and {@code .gzip}.
 */
final class TextCodecs {
  private static final String CODECS = "io.compression.codecs";

  private TextCodecs() {}

  /** A copy with these codecs beside those that are configured. */
  static Configuration addTo(Configuration configuration) {
    Configuration copy = new Configuration(configuration);
    String names =
        String.join(
            ",",
            Zstandard.class.getName(),
            LongZstandard.class.getName(),
            LongGzip.class.getName());
    String present = copy.get(CODECS, "");
    copy.set(CODECS, present.isBlank() ? names : present + "," + names);
    return copy;
  }

  /** Zstandard as Spark unpacks it. */
  public static class Zstandard extends ZStandardCodec {
    @Override
    public Class<? extends Decompressor> getDecompressorType() {
      return null;
    }

    @Override
    public Decompressor createDecompressor() {
      return null;
    }

    @Override
    public CompressionInputStream createInputStream(InputStream in) throws IOException {
      return createInputStream(in, null);
    }

    @Override
    public CompressionInputStream createInputStream(InputStream in, Decompressor none)
        throws IOException {
      return new Unpacked(new ZStdCompressionCodec(new SparkConf(false)).compressedInputStream(in));
    }
  }

  /** The same under its longer ending. */
  public static final class LongZstandard extends Zstandard {
    @Override
    public String getDefaultExtension() {
      return ".zstd";
    }
  }

  /** Gzip under its longer ending. */
  public static final class LongGzip extends GzipCodec {
    @Override
    public String getDefaultExtension() {
      return ".gzip";
    }
  }

  private static final class Unpacked extends CompressionInputStream {
    Unpacked(InputStream content) throws IOException {
      super(content);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return in.read(bytes, from, length);
    }

    @Override
    public void resetState() {}
  }
}
