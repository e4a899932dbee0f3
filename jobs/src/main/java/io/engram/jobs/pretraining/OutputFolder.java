package io.engram.jobs.pretraining;

import io.engram.jobs.JobException;
import io.engram.transformers.backbone.folder.PublishedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The folder that is made, whole or not at all, and the checkpoint beside it while it is not there.
 *
 * @param folder absolute
 */
record OutputFolder(Path folder) {

  /**
   * @throws JobException when the folder holds something already
   */
  static OutputFolder of(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    try {
      if (Files.exists(folder) && !isEmptyFolder(folder)) {
        throw JobException.usage(
            "--output: " + folder + " exists; name a folder that does not, or remove it");
      }
      Files.createDirectories(folder.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("--output: " + folder + " cannot be made: " + e, e);
    }
    return new OutputFolder(folder);
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  /** File of the checkpoint: hidden, beside the folder. */
  Path checkpoint() {
    return folder.resolveSibling("." + folder.getFileName() + ".checkpoint");
  }

  void publish(PublishedModel model) {
    try {
      Path sibling =
          Files.createTempDirectory(folder.getParent(), "." + folder.getFileName() + ".writing-");
      Path staged = sibling.resolve("folder");
      try {
        // The sibling is this user's alone, the folder is as others are.
        model.write(Files.createDirectory(staged));
        try (Stream<Path> files = Files.list(staged)) {
          for (Path file : files.toList()) {
            force(file);
          }
        }
        Files.deleteIfExists(folder);
        Files.move(staged, folder, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        delete(staged);
        Files.delete(sibling);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written: " + e, e);
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void delete(Path staged) throws IOException {
    if (Files.exists(staged)) {
      try (Stream<Path> files = Files.list(staged)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(staged);
    }
  }
}
