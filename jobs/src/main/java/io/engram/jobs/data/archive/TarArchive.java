package io.engram.jobs.data.archive;

import io.engram.jobs.JobException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads the files of a tar archive one after another; nothing is unpacked. */
public final class TarArchive {
  private static final int BUFFER_BYTES = 1 << 16;

  private TarArchive() {}

  /** Is given a file of the archive. */
  @FunctionalInterface
  public interface Reader {

    /**
     * @param name path in the archive, {@code a/b}
     * @param content of that file alone; what is not read is skipped
     */
    void file(String name, InputStream content) throws IOException;
  }

  /**
   * Reads an archive that is compressed by gzip.
   *
   * @throws JobException when it is damaged
   */
  public static void readGzip(Path archive, Reader each) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive), BUFFER_BYTES)) {
      read(new GZIPInputStream(raw, BUFFER_BYTES), each);
    } catch (IOException e) {
      throw JobException.refused("cannot read " + archive + ": " + e.getMessage());
    }
  }

  static void read(InputStream plain, Reader each) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(plain);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (entry.isFile()) {
        each.file(entry.getName().replaceFirst("^\\./", ""), tar);
      }
    }
  }
}
