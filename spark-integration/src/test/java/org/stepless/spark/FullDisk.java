package org.stepless.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local file system under another scheme, on a disk that a test can fill. */
public final class FullDisk extends RawLocalFileSystem {
  private static final String SCHEME = "fulldisk";

  /** Bytes that can still be written; one figure for all instances. */
  private static long room;

  /** Makes paths of the scheme known, with so much room; less than none for a quota of files. */
  static void mount(Configuration configuration, long bytes) {
    configuration.setClass(
        "fs." + SCHEME + ".impl", FullDisk.class, org.apache.hadoop.fs.FileSystem.class);
    room = bytes;
  }

  static String path(java.nio.file.Path folder) {
    return SCHEME + "://" + folder;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(super.create(file, overwrite, bufferSize, replication, blockSize, progress));
  }

  private static FSDataOutputStream limited(OutputStream out) throws IOException {
    return out instanceof FSDataOutputStream stream && stream.getWrappedStream() instanceof Limited
        ? stream
        : new FSDataOutputStream(new Limited(out), null);
  }

  private static final class Limited extends OutputStream {
    private final OutputStream out;

    Limited(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int fits = (int) Math.max(0, Math.min(length, room));
      out.write(bytes, from, fits);
      room -= fits;
      if (fits < length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
      if (room < 0) {
        throw new IOException("No space left on device");
      }
    }
  }
}
