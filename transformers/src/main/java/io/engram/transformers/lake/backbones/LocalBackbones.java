package io.engram.transformers.lake.backbones;

import io.engram.transformers.backbone.folder.BackboneException;
import io.engram.transformers.backbone.folder.BackboneFolder;
import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.PrivateFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Backbones on this machine's disk, in a folder that only this user can read or write.
 *
 * <p>A file lock makes sure that of all JVMs of the machine one fetches and the others wait; a
 * backbone takes its name in one step after it was checked. A JVM checks what it finds once.
 */
public final class LocalBackbones {
  /** System property that names the folder. */
  public static final String FOLDER_PROPERTY = "engram.cache";

  private static final Set<Path> CHECKED = new HashSet<>();

  private final Path folder;

  /** Brings the files of a backbone into a folder. */
  @FunctionalInterface
  interface Fetch {
    void into(Path target) throws IOException;
  }

  /**
   * @param folder created when missing
   * @throws IOException when it cannot be made, or belongs to or is open to others
   */
  public LocalBackbones(Path folder) throws IOException {
    this.folder = PrivateFolder.create(folder, "-D" + FOLDER_PROPERTY);
  }

  /**
   * The folder that {@value #FOLDER_PROPERTY} names, else {@code .cache/engram/backbones} in the
   * user's home, else, where there is no home to write to, one in the temporary folder.
   */
  public static LocalBackbones ofThisUser() throws IOException {
    String named = System.getProperty(FOLDER_PROPERTY);
    if (named != null) {
      return new LocalBackbones(Path.of(named, "backbones"));
    }
    return new LocalBackbones(PrivateFolder.ofThisUser("backbones"));
  }

  BackboneFolder get(String hash, Fetch fetch) throws IOException {
    Path target = folder.resolve(hash);
    synchronized (CHECKED) {
      if (CHECKED.contains(target)) {
        try {
          return BackboneFolder.open(target);
        } catch (BackboneException damaged) {
          // Somebody cleaned up since: looked at as if it were new.
          CHECKED.remove(target);
        }
      }
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(hash + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!intact(target, hash)) {
          replace(target, hash, fetch);
        }
        CHECKED.add(target);
        return BackboneFolder.open(target);
      }
    }
  }

  private static boolean intact(Path target, String hash) {
    if (!Files.isDirectory(target)) {
      return false;
    }
    try {
      check(target, hash);
      return true;
    } catch (IOException | BackboneException e) {
      // A copy is worth no more than a new one from the lake.
      return false;
    }
  }

  private static void check(Path candidate, String hash) throws IOException {
    BackboneFolder opened = BackboneFolder.open(candidate);
    opened.verify();
    if (!opened.contentHash().equals(hash)) {
      throw new DamagedFileException(
          candidate.resolve(BackboneFolder.CONFIG).toString(),
          "backbone " + hash,
          "backbone " + opened.contentHash());
    }
  }

  private void replace(Path target, String hash, Fetch fetch) throws IOException {
    String begun = ".fetching-" + hash + "-";
    // Of JVMs that were killed: who has the lock is alone.
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, begun + "*")) {
      for (Path leftover : leftovers) {
        deleteAll(leftover);
      }
    }
    Path arriving = Files.createTempDirectory(folder, begun);
    try {
      fetch.into(arriving);
      check(arriving, hash);
      if (Files.exists(target)) {
        Files.move(target, arriving.resolveSibling(arriving.getFileName() + ".old"));
      }
      Files.move(arriving, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      deleteAll(arriving);
      deleteAll(arriving.resolveSibling(arriving.getFileName() + ".old"));
    }
  }

  private static void deleteAll(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(top)) {
      deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
