package io.engram.transformers.lake;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Local disks: a temporary file, forced to disk, gets its name by a hard link, which has exactly
 * one winner between threads and processes; then the folder is forced to disk.
 */
public final class LocalExclusiveCreate implements ExclusiveCreate {

  @Override
  public Set<String> schemes() {
    return Set.of("file");
  }

  @Override
  public Outcome create(org.apache.hadoop.fs.Path path, byte[] content, Configuration conf)
      throws IOException {
    Path target = LocalFolders.of(path);
    LocalFolders.create(target.getParent());
    if (Files.exists(target)) {
      return Outcome.ALREADY_THERE;
    }
    Path temporary = LocalFolders.of(ExclusiveCreate.temporaryFor(path));
    try {
      LocalFolders.writeNew(temporary, content);
      return link(target, temporary);
    } finally {
      deleteQuietly(temporary);
    }
  }

  private static Outcome link(Path target, Path temporary) throws IOException {
    try {
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException e) {
      return Outcome.ALREADY_THERE;
    } catch (UnsupportedOperationException e) {
      throw new IOException(
          "the disk of "
              + target
              + " has no hard links, which publishing needs; put the model root on another disk",
          e);
    }
    try {
      LocalFolders.force(target.getParent());
    } catch (IOException e) {
      throw new OutcomeUnknownException(target.toString(), e);
    }
    return Outcome.CREATED;
  }

  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The outcome is decided; a left-over temporary is ignored by readers.
    }
  }
}
