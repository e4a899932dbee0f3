package io.engram.transformers.backbone.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Local folders that appear whole or not at all: everything is written in a sibling whose name
 * begins with a dot, which then takes the folder's name in one step. A process that is killed
 * leaves at most that sibling.
 */
public final class StagedFolder {
  private StagedFolder() {}

  /** Writes what the folder is to hold. */
  @FunctionalInterface
  public interface Content {
    /**
     * @param staged the folder to be; what is written in it is forced to disk
     * @param scratch for what is needed meanwhile
     */
    void write(Path staged, Path scratch) throws IOException;
  }

  /** Whether there is nothing at the path, or an empty folder. */
  public static boolean isFree(Path target) throws IOException {
    if (!Files.exists(target)) {
      return true;
    }
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (Stream<Path> content = Files.list(target)) {
      return content.findAny().isEmpty();
    }
  }

  /**
   * Makes a folder.
   *
   * @param target absolute, and free
   * @param doing what the sibling's name says is being done
   */
  public static void publish(Path target, String doing, Content content) throws IOException {
    Files.createDirectories(target.getParent());
    Path sibling =
        Files.createTempDirectory(
            target.getParent(), "." + target.getFileName() + "." + doing + "-");
    try {
      // The sibling is this user's alone, the folder is as others are.
      Path staged = Files.createDirectory(sibling.resolve("folder"));
      content.write(staged, Files.createDirectory(sibling.resolve("scratch")));
      force(staged);
      Files.deleteIfExists(target);
      Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
      force(target.getParent());
    } finally {
      deleteAll(sibling);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.forEach(paths::add);
    }
    paths.sort(Comparator.reverseOrder());
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
