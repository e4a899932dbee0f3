package io.engram.jobs.data.archive;

import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small archives of the formats that registries have. */
public final class ToyArchives {
  private ToyArchives() {}

  /** Writes files into a tar archive that is compressed by gzip. */
  public static Path tarGz(Path archive, Map<String, byte[]> files) throws IOException {
    return Files.write(archive, gzip(tar(files)));
  }

  /** A tar archive of files, in the order of the map. */
  public static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Compressed content. */
  public static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }

  /** What is known of a file. */
  public static LakeFile known(Path file) throws IOException {
    return new LakeFile(file.getFileName().toString(), Files.size(file), ContentHash.sha256(file));
  }
}
