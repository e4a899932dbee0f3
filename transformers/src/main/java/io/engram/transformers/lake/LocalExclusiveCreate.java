package io.engram.transformers.lake;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Local disks: a temporary file, forced to disk, gets its name by a hard link, which has exactly
 * one winner between threads and processes; then the folder is forced to disk.
 */
public final class LocalExclusiveCreate implements ExclusiveCreate {
  /** Answers by which nothing was made. */
  private static final Set<Class<?>> REFUSALS =
      Set.of(AccessDeniedException.class, NoSuchFileException.class);

  /** What Linux says of a link on a disk that has none. */
  private static final String NO_LINKS = "Operation not permitted";

  private final HardLink hardLink;

  /** Gives a file a second name, if nothing has it. */
  @FunctionalInterface
  interface HardLink {
    void create(Path name, Path file) throws IOException;
  }

  public LocalExclusiveCreate() {
    this(Files::createLink);
  }

  /** With another call of the operating system. */
  LocalExclusiveCreate(HardLink hardLink) {
    this.hardLink = hardLink;
  }

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

  private Outcome link(Path target, Path temporary) throws IOException {
    try {
      hardLink.create(target, temporary);
    } catch (UnsupportedOperationException e) {
      throw noHardLinks(target, e);
    } catch (IOException e) {
      if (!isLinked(target, temporary, e)) {
        return Outcome.ALREADY_THERE;
      }
    }
    try {
      LocalFolders.force(target.getParent());
    } catch (IOException e) {
      throw new OutcomeUnknownException(target.toString(), e);
    }
    return Outcome.CREATED;
  }

  /**
   * What a failed link has done. On a disk across a network the reply may be lost after the link
   * was made, and who asks again is told that there is a file: it may be the caller's own.
   *
   * @return whether the name is that of the temporary; false: it is another's
   * @throws OutcomeUnknownException when nothing has the name, and the link may still be made
   */
  private static boolean isLinked(Path target, Path temporary, IOException failure)
      throws IOException {
    try {
      return Files.isSameFile(target, temporary);
    } catch (IOException e) {
      if (failure instanceof FileAlreadyExistsException) {
        return false;
      }
      if (REFUSALS.contains(failure.getClass())) {
        throw failure;
      }
      if (failure instanceof FileSystemException system && NO_LINKS.equals(system.getReason())) {
        throw noHardLinks(target, failure);
      }
      failure.addSuppressed(e);
      throw new OutcomeUnknownException(target.toString(), failure);
    }
  }

  private static IOException noHardLinks(Path target, Exception cause) {
    return new IOException(
        "the disk of "
            + target
            + " has no hard links, which publishing needs; put the model root on another disk",
        cause);
  }

  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The outcome is decided; a left-over temporary is ignored by readers.
    }
  }
}
