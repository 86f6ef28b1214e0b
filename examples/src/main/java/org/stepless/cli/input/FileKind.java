package org.stepless.cli.input;

import java.util.List;

/**
 * What a file's first bytes tell that is no text in UTF-8.
 *
 * @param what it is
 * @param remedy what helps
 * @param start its first bytes; -1 stands for any that is not 0
 * @param endings of the codecs that unpack it
 */
record FileKind(String what, String remedy, int[] start, List<String> endings) {
  /** First bytes that tell every kind. */
  static final int BYTES = 10;

  private static final int ANY = -1;

  static final FileKind PARQUET =
      of("a Parquet file", "add --format parquet", 'P', 'A', 'R', '1', 0x15);

  private static final FileKind[] COMPRESSED = {
    renamed("gzip-compressed data", List.of(".gz", ".gzip"), 0x1F, 0x8B),
    renamed("bzip2-compressed data", List.of(".bz2"), 'B', 'Z', 'h', ANY, 0x31, 0x41, 0x59),
    renamed("Zstandard-compressed data", List.of(".zst", ".zstd"), 0x28, 0xB5, 0x2F, 0xFD),
    of("data of the lz4 program", "unpack it (lz4 -d) or use gzip", 0x04, 0x22, 0x4D, 0x18),
    of("framed Snappy data", "unpack it or use gzip", 0xFF, 6, 0, 0, 's', 'N', 'a', 'P', 'p'),
    of("xz-compressed data", "unpack it (xz -d) or use gzip", 0xFD, '7', 'z', 'X', 'Z', 0),
    of("a ZIP archive or an Excel workbook", "unpack it, or save it as CSV", 'P', 'K', 3, 4),
    of("an Excel workbook", "save it as CSV", 0xD0, 0xCF, 0x11, 0xE0)
  };

  private static final FileKind[] UNPACKED = {
    PARQUET,
    of("text in UTF-32", "convert it (iconv -f UTF-32 -t UTF-8)", 0xFF, 0xFE, 0, 0),
    of("text in UTF-16", "convert it (iconv -f UTF-16 -t UTF-8)", 0xFF, 0xFE),
    of("text in UTF-16", "convert it (iconv -f UTF-16 -t UTF-8)", 0xFE, 0xFF),
    of("text in UTF-16", "convert it (iconv -f UTF-16LE -t UTF-8)", ANY, 0, ANY, 0),
    of("text in UTF-16", "convert it (iconv -f UTF-16BE -t UTF-8)", 0, ANY, 0, ANY)
  };

  private static FileKind of(String what, String remedy, int... start) {
    return new FileKind(what, remedy, start, List.of());
  }

  private static FileKind renamed(String what, List<String> endings, int... start) {
    return new FileKind(what, "rename it so that it ends in " + endings.get(0), start, endings);
  }

  /**
   * What a file is that has to be unpacked in another way than it will be; null if there is none.
   *
   * @param ending of the codec that will unpack it; empty without
   */
  static FileKind packed(String ending, byte[] first) {
    FileKind kind = find(COMPRESSED, first);
    return kind == null || kind.endings.contains(ending) ? null : kind;
  }

  /** What unpacked content is other than text in UTF-8; null if it may be that. */
  static FileKind unpacked(byte[] first) {
    return find(UNPACKED, first);
  }

  private static FileKind find(FileKind[] kinds, byte[] first) {
    for (FileKind kind : kinds) {
      if (kind.matches(first)) {
        return kind;
      }
    }
    return null;
  }

  boolean matches(byte[] first) {
    boolean same = first.length >= start.length;
    for (int i = 0; same && i < start.length; i++) {
      same = start[i] == ANY ? first[i] != 0 : start[i] == (first[i] & 0xFF);
    }
    return same;
  }
}
