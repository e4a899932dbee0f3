package io.engram.transformers.runtime;

import io.engram.transformers.lake.PrivateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder that native libraries are loaded from. It belongs to this user and only he can write
 * to it; a group of libraries is handed out after each of its files was hashed and compared. The
 * engine loads every file of a group's folder, so a file too many is refused as well.
 */
final class NativeFolder {
  private static final String ARRIVING = ".arriving-";

  private final Path cache;
  private final Map<String, String> released;
  private final HashedFiles hashes;

  /**
   * @param cache created when missing
   * @param released SHA-256 by resource; what is not in it is hashed from the class path
   */
  NativeFolder(Path cache, Map<String, String> released) throws IOException {
    this.cache = PrivateFolder.create(cache, "ENGINE_CACHE_DIR");
    this.released = released;
    this.hashes = new HashedFiles(this.cache.resolve(".hashes"));
  }

  Path cache() {
    return cache;
  }

  /**
   * Extracts what is missing and compares every file.
   *
   * @throws NativeLibraryException naming the file, what was expected and what is there
   */
  void require(NativeLibrary.Group group) throws IOException {
    Path folder = cache.resolve(group.folder());
    if (!complete(folder, group)) {
      extract(folder, group);
    }
    PrivateFolder.requireAlike(folder.getParent());
    PrivateFolder.requireAlike(folder);
    List<String> names = group.libraries().stream().map(NativeLibrary::file).toList();
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.toList()) {
        if (!names.contains(file.getFileName().toString())) {
          throw refused(file, "no such file", "a file that would be loaded");
        }
      }
    }
    for (NativeLibrary library : group.libraries()) {
      check(folder.resolve(library.file()), library);
    }
  }

  private void check(Path file, NativeLibrary library) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(file, "a file", "none, or a link");
    }
    PrivateFolder.requireAlike(file);
    String expected = library.expected(released);
    String actual = hashes.sha256(file);
    if (!actual.equals(expected)) {
      throw refused(file, "SHA-256 " + expected, "SHA-256 " + actual);
    }
  }

  private static NativeLibraryException refused(Path file, String expected, String actual) {
    return new NativeLibraryException(
        file
            + " is not loaded: expected "
            + expected
            + ", found "
            + actual
            + "; delete the folder "
            + file.getParent()
            + " and find out who changed it");
  }

  private static boolean complete(Path folder, NativeLibrary.Group group) {
    return group.libraries().stream().allMatch(library -> there(folder, library));
  }

  private static boolean there(Path folder, NativeLibrary library) {
    return Files.exists(folder.resolve(library.file()), LinkOption.NOFOLLOW_LINKS);
  }

  private void extract(Path folder, NativeLibrary.Group group) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      deleteLeftovers();
      // Other JVMs list the folder without the lock: nothing but libraries is ever put there.
      PrivateFolder.createWithin(folder.getParent());
      PrivateFolder.createWithin(folder);
      // Not beside the libraries: whatever lies there is loaded.
      Path arriving = Files.createTempDirectory(cache, ARRIVING);
      for (NativeLibrary library : group.libraries()) {
        if (!there(folder, library)) {
          Path copy = arriving.resolve(library.file());
          try (InputStream content = library.open()) {
            Files.copy(content, copy);
          }
          Files.move(copy, folder.resolve(library.file()), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      Files.delete(arriving);
    }
  }

  /** What a JVM left that was killed while it extracted; the lock says that none is at it now. */
  private void deleteLeftovers() throws IOException {
    try (Stream<Path> found = Files.list(cache)) {
      for (Path old : found.filter(NativeFolder::leftover).toList()) {
        try (Stream<Path> files = Files.walk(old)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private static boolean leftover(Path path) {
    return path.getFileName().toString().startsWith(ARRIVING);
  }
}
