package org.stepless.spark.rows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.spark.SparkEnv;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.io.CompressionCodec$;
import org.stepless.data.RowBlock;

/**
 * A block on its way to the driver. One of some size is compressed as Spark compresses its own: the
 * result of its task then often stays below the size from which Spark sends results by way of the
 * block manager, which takes longer than to compress them.
 */
final class PackedBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final long COMPRESSED_FROM = 1 << 19;

  private final RowBlock plain; // null if compressed
  private final byte[] compressed;

  PackedBlock(RowBlock block) {
    boolean large = block.bytes() >= COMPRESSED_FROM;
    plain = large ? null : block;
    compressed = large ? compress(block) : null;
  }

  /** The block; made anew in every call if it is compressed. */
  RowBlock unpack() {
    return plain != null ? plain : decompress(compressed);
  }

  private static byte[] compress(RowBlock block) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) (block.bytes() / 2));
    try (ObjectOutputStream out = new ObjectOutputStream(codec().compressedOutputStream(bytes))) {
      out.writeObject(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static RowBlock decompress(byte[] bytes) {
    try (ObjectInputStream in =
        new ObjectInputStream(codec().compressedInputStream(new ByteArrayInputStream(bytes)))) {
      return (RowBlock) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("rows that a task sent cannot be read", e);
    }
  }

  private static CompressionCodec codec() {
    return CompressionCodec$.MODULE$.createCodec(SparkEnv.get().conf());
  }
}
