package io.engram.jobs.data.archive;

import io.engram.jobs.JobException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** Reads the files of a Debian package (deb(5)): a tar archive in an ar archive. */
public final class DebArchive {
  private static final String DATA = "data.tar";

  private DebArchive() {}

  /**
   * Reads a package.
   *
   * @param each is given every file that the package installs
   * @throws JobException when it is no package or damaged
   */
  public static void read(Path deb, TarArchive.Reader each) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(deb));
        ArArchiveInputStream ar = new ArArchiveInputStream(raw)) {
      for (ArArchiveEntry entry = ar.getNextEntry(); entry != null; entry = ar.getNextEntry()) {
        if (entry.getName().startsWith(DATA)) {
          TarArchive.read(plain(entry.getName(), new BufferedInputStream(ar)), each);
          return;
        }
      }
      throw new IOException("it has no " + DATA);
    } catch (IOException e) {
      throw JobException.refused("cannot read the package " + deb + ": " + e.getMessage());
    }
  }

  private static InputStream plain(String name, InputStream content) throws IOException {
    return name.equals(DATA)
        ? content
        : new BufferedInputStream(
            new CompressorStreamFactory().createCompressorInputStream(content));
  }
}
