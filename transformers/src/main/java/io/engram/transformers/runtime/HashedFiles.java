package io.engram.transformers.runtime;

import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Hashes of files that every JVM of this user asks for: half a gigabyte of libtorch is read once
 * and not at every start. A file counts as unchanged while its size, its inode and the time of its
 * last change of any kind, which nobody can set, are those of when it was hashed. Where a file
 * system does not tell them, everything is hashed every time.
 */
final class HashedFiles {
  // A change within one tick of the file system's clock does not show in the file's time.
  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final boolean TOLD =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private final Path notes;

  /**
   * @param notes a folder of this user alone; created when missing
   */
  HashedFiles(Path notes) throws IOException {
    this.notes = PrivateFolder.create(notes, "ENGINE_CACHE_DIR");
  }

  /** SHA-256 of a file as it is now. */
  String sha256(Path file) throws IOException {
    Optional<String> state = settledState(file);
    if (state.isEmpty()) {
      return ContentHash.sha256(file);
    }
    Path note = notes.resolve(ContentHash.sha256(file.toString().getBytes(StandardCharsets.UTF_8)));
    Optional<String> noted = read(note, state.get());
    if (noted.isPresent()) {
      return noted.get();
    }
    String hash = ContentHash.sha256(file);
    if (settledState(file).equals(state)) {
      write(note, hash + "\n" + state.get());
    }
    return hash;
  }

  private static Optional<String> read(Path note, String state) throws IOException {
    if (!Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    PrivateFolder.requireAlike(note);
    String[] lines = Files.readString(note).split("\n", 2);
    return lines.length == 2 && ContentHash.isSha256(lines[0]) && lines[1].equals(state)
        ? Optional.of(lines[0])
        : Optional.empty();
  }

  private void write(Path note, String content) throws IOException {
    Path arriving = Files.createTempFile(notes, ".arriving-", "");
    Files.writeString(arriving, content);
    Files.move(arriving, note, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Optional<String> settledState(Path file) throws IOException {
    if (!TOLD) {
      return Optional.empty();
    }
    Map<String, Object> told =
        Files.readAttributes(file, "unix:size,ino,dev,ctime", LinkOption.NOFOLLOW_LINKS);
    Instant changed = ((FileTime) told.get("ctime")).toInstant();
    return changed.isBefore(Instant.now().minus(SETTLED))
        ? Optional.of(
            "%s %s %s %s".formatted(told.get("size"), told.get("dev"), told.get("ino"), changed))
        : Optional.empty();
  }
}
