package org.stepless.spark.checkpoint;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run in one folder of any Hadoop file system. A checkpoint is written under
 * another name and renamed when it is complete; after that, all but the newest ones are deleted. A
 * second run that writes to the folder at the same time is an error.
 */
public final class CheckpointFolder {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
  private static final String PREFIX = "step-";
  private static final String SUFFIX = ".checkpoint";
  private static final String UNFINISHED = ".tmp";
  private static final int BUFFER = 1 << 16;

  private final FileSystem files;
  private final Path folder;
  private final int keep;

  /** Checkpoints that were there before this run, or that it wrote. */
  private final Set<Path> known = new HashSet<>();

  /** Tells the unfinished files of this run from those of another one. */
  private final String mark = "." + UUID.randomUUID().toString().substring(0, 8) + UNFINISHED;

  private CheckpointFolder(FileSystem files, Path folder, int keep) {
    this.files = files;
    this.folder = folder;
    this.keep = keep;
  }

  /** Opens a folder that keeps two checkpoints, in case the newest is found broken. */
  public static CheckpointFolder open(String path, Configuration configuration) {
    return open(path, 2, configuration);
  }

  /**
   * Opens a folder, which is made if it does not exist, and makes sure that it can be written.
   *
   * @param keep number of checkpoints to keep; at least 1
   * @throws IllegalArgumentException naming the folder and why it cannot be used
   */
  static CheckpointFolder open(String path, int keep, Configuration configuration) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be at least 1, was " + keep);
    }
    try {
      Path folder = new Path(path);
      FileSystem files = folder.getFileSystem(configuration);
      folder = folder.makeQualified(files.getUri(), files.getWorkingDirectory());
      files.mkdirs(folder);
      CheckpointFolder opened = new CheckpointFolder(files, folder, keep);
      opened.probe();
      opened.known.addAll(opened.newestFirst());
      return opened;
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "checkpoint folder '%s' cannot be written: %s; choose another or make it writable"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private void probe() throws IOException {
    Path probe = new Path(folder, ".probe-" + UUID.randomUUID());
    boolean done = false;
    try {
      files.create(probe, true).close();
      done = true;
    } finally {
      if (!done) {
        deleteQuietly(probe);
      }
    }
    files.delete(probe, false);
  }

  /**
   * The newest intact checkpoint, or null if there is none and never was.
   *
   * @param fingerprint of the run that is to go on
   * @throws IllegalArgumentException if it is of another run, or if none of those there is intact;
   *     names the file and the reason
   */
  public Checkpoint newest(Map<String, String> fingerprint) {
    List<String> broken = new ArrayList<>();
    for (Path file : newestFirst()) {
      Checkpoint checkpoint;
      try (InputStream in = new BufferedInputStream(files.open(file), BUFFER)) {
        checkpoint = CheckpointFormat.read(in);
      } catch (IOException e) {
        broken.add("%s is not used: %s".formatted(file, e.getMessage()));
        LOG.warn("checkpoint {}", broken.get(broken.size() - 1));
        continue;
      }
      requireSame(file, checkpoint.fingerprint(), fingerprint);
      LOG.info("goes on from checkpoint {}", file);
      return checkpoint;
    }
    if (!broken.isEmpty()) {
      throw new IllegalArgumentException(
          "no checkpoint in '%s' is intact (%s); delete them to start anew"
              .formatted(folder, String.join("; ", broken)));
    }
    return null;
  }

  /**
   * Writes a checkpoint and deletes the oldest.
   *
   * @throws StorageException naming the file; checkpoints written before stay as they are
   */
  public void write(Checkpoint checkpoint) {
    String name = "%s%012d%s".formatted(PREFIX, checkpoint.progress().state().step(), SUFFIX);
    Path file = new Path(folder, name);
    Path unfinished = new Path(folder, "." + name + mark);
    boolean done = false;
    try {
      try (OutputStream out = new BufferedOutputStream(files.create(unfinished, true), BUFFER)) {
        CheckpointFormat.write(checkpoint, out);
      }
      requireKnown(newestFirst());
      files.delete(file, false);
      if (!files.rename(unfinished, file)) {
        throw new IOException("cannot be renamed from " + unfinished);
      }
      done = true;
      known.add(file);
      List<Path> all = newestFirst();
      for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
        files.delete(old, false);
      }
      deleteUnfinished();
    } catch (IOException e) {
      throw new StorageException(
          "checkpoint %s cannot be written: %s; free space or choose another folder, every run needs one of its own"
              .formatted(file, e.getMessage()),
          e);
    } finally {
      if (!done) {
        deleteQuietly(unfinished);
      }
    }
  }

  private void requireKnown(List<Path> found) throws IOException {
    for (Path file : found) {
      if (!known.contains(file)) {
        throw new IOException("%s was written by another run meanwhile".formatted(file));
      }
    }
  }

  /** What a run that was killed while it wrote left behind. */
  private void deleteUnfinished() throws IOException {
    for (FileStatus status : files.listStatus(folder)) {
      String name = status.getPath().getName();
      if (name.startsWith("." + PREFIX) && name.endsWith(UNFINISHED)) {
        files.delete(status.getPath(), false);
      }
    }
  }

  private void deleteQuietly(Path file) {
    try {
      files.delete(file, false);
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} cannot be deleted: {}", file, e.getMessage());
    }
  }

  private List<Path> newestFirst() {
    try {
      List<Path> paths = new ArrayList<>();
      for (FileStatus status : files.listStatus(folder)) {
        String name = status.getPath().getName();
        if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
          paths.add(status.getPath());
        }
      }
      paths.sort(Comparator.comparing(Path::getName).reversed());
      return paths;
    } catch (IOException e) {
      throw new StorageException(
          "checkpoint folder '%s' cannot be listed: %s; choose another"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static void requireSame(
      Path file, Map<String, String> found, Map<String, String> expected) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(found.keySet());
    names.addAll(expected.keySet());
    for (String name : names) {
      if (!Objects.equals(found.get(name), expected.get(name))) {
        differences.add("%s was %s, is %s".formatted(name, found.get(name), expected.get(name)));
      }
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "checkpoint %s is of another run (%s); choose another folder or delete it"
              .formatted(file, String.join("; ", differences)));
    }
  }
}
