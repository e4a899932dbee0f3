package io.engram.jobs.data.archive;

import io.engram.jobs.JobException;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares files with what is known of them. */
public final class KnownFile {
  private KnownFile() {}

  /** Whether the file is there and is the one that is known. */
  public static boolean isIntact(Path file, LakeFile known) {
    try {
      return Files.isRegularFile(file) && difference(file, known).isEmpty();
    } catch (IOException e) {
      throw JobException.refused("cannot read " + file + ": " + e.getMessage());
    }
  }

  /**
   * Refuses a file that is not the one that is known.
   *
   * @param shown what the message calls the file
   * @param remedy what to do about it
   * @return {@code file}
   * @throws JobException when it cannot be read or differs
   */
  public static Path require(Path file, LakeFile known, String shown, String remedy) {
    try {
      String difference = difference(file, known);
      if (!difference.isEmpty()) {
        throw JobException.refused(
            "%s is not %s: %s. It is damaged, incomplete or another file; %s"
                .formatted(shown, known.path(), difference, remedy));
      }
      return file;
    } catch (IOException e) {
      throw JobException.refused("cannot read " + file + ": " + e);
    }
  }

  private static String difference(Path file, LakeFile known) throws IOException {
    long length = Files.size(file);
    if (length != known.length()) {
      return "%d bytes, expected %d".formatted(length, known.length());
    }
    String sha256 = ContentHash.sha256(file);
    return sha256.equals(known.sha256())
        ? ""
        : "SHA-256 %s, expected %s".formatted(sha256, known.sha256());
  }
}
