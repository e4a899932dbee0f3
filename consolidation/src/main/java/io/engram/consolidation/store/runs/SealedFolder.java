package io.engram.consolidation.store.runs;

import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of files whose names carry the hash of their bytes, {@code KIND-SHA256.EXTENSION}: a
 * file that holds other bytes is ignored with a message.
 *
 * @param files the file system it is on
 * @param folder need not exist
 */
record SealedFolder(LakeFiles files, Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(SealedFolder.class);
  private static final Pattern NAME =
      Pattern.compile("([a-z]+(?:-[0-9]{20})?)-([0-9a-f]{64})\\.[a-z0-9]{1,16}");
  private static final long MAX_BYTES = 1L << 30;

  /**
   * @param kind what it is, with its number where it has one
   * @param sha256 of what it should hold
   * @param file its name
   */
  record Sealed(String kind, String sha256, String file) {}

  /** Keeps bytes, durably; gives their hash. */
  String put(String kind, byte[] content, String extension) throws IOException {
    String sha256 = ContentHash.sha256(content);
    Sealed sealed = new Sealed(kind, sha256, kind + "-" + sha256 + "." + extension);
    Path path = new Path(folder, sealed.file());
    if (files.exists(path) && read(sealed).isEmpty()) {
      files.delete(path);
    }
    files.writeImmutable(path, ContentSource.of(content), content.length);
    return sha256;
  }

  /** Files of one kind, by number. */
  List<Sealed> list(String kind) throws IOException {
    List<Sealed> found = new ArrayList<>();
    for (String name : files.names(folder)) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()
          && (matcher.group(1).equals(kind) || matcher.group(1).startsWith(kind + "-"))) {
        found.add(new Sealed(matcher.group(1), matcher.group(2), name));
      }
    }
    return found;
  }

  /** Empty when it is gone, or damaged: then a line in the log says so. */
  Optional<byte[]> read(Sealed sealed) throws IOException {
    Path path = new Path(folder, sealed.file());
    byte[] content;
    try {
      content = files.read(path, MAX_BYTES);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    String actual = ContentHash.sha256(content);
    if (!actual.equals(sealed.sha256())) {
      LOG.warn(
          "{} is damaged and is not used: expected sha256 {}, found {} in {} bytes",
          path,
          sealed.sha256(),
          actual,
          content.length);
      return Optional.empty();
    }
    return Optional.of(content);
  }

  /** The last file of a kind that is whole. */
  Optional<byte[]> newest(String kind) throws IOException {
    List<Sealed> newestFirst = list(kind);
    Collections.reverse(newestFirst);
    for (Sealed sealed : newestFirst) {
      Optional<byte[]> content = read(sealed);
      if (content.isPresent()) {
        return content;
      }
    }
    return Optional.empty();
  }

  /** The file of a kind with this hash, if it is there and whole. */
  Optional<byte[]> withHash(String kind, String sha256) throws IOException {
    for (Sealed sealed : list(kind)) {
      if (sealed.sha256().equals(sha256)) {
        return read(sealed);
      }
    }
    return Optional.empty();
  }

  void delete(Sealed sealed) throws IOException {
    files.delete(new Path(folder, sealed.file()));
  }
}
