package io.engram.transformers.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Files with their times on one file system: listed, replaced and deleted. For upkeep only; what is
 * immutable is written and read through {@link LakeFiles}.
 */
public final class LakeTree {
  private static final int READINGS = 5;

  private final FileSystem fs;
  private final boolean objectStore;

  private LakeTree(FileSystem fs, boolean objectStore) {
    this.fs = fs;
    this.objectStore = objectStore;
  }

  /** The file system that holds {@code path}; sidecars of Hadoop's checksum layer are files too. */
  public static LakeTree at(Path path, Configuration conf) throws IOException {
    FileSystem fs = RawFileSystem.of(path, conf);
    return new LakeTree(fs, DurableWriter.of(fs, path) instanceof DurableWriter.ObjectStore);
  }

  /**
   * A file or folder.
   *
   * @param path relative to the folder that was listed
   * @param folder whether it is a folder
   * @param bytes length; 0 for a folder
   * @param modifiedMillis by the file system's clock; 0 where it keeps none for folders
   */
  public record Entry(String path, boolean folder, long bytes, long modifiedMillis) {}

  /** A file or folder in a folder, whose name may hold a colon. */
  public static Path child(Path folder, String name) {
    return new Path(folder + "/" + name);
  }

  /** What is in a folder, sorted by name; empty when there is no such folder. */
  public List<Entry> children(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (FileStatus status : FolderListing.of(fs, folder)) {
      entries.add(entry(status, status.getPath().getName()));
    }
    entries.sort(Comparator.comparing(Entry::path));
    return entries;
  }

  /** Every file below a folder, sorted by path; empty when there is no such folder. */
  public List<Entry> filesBelow(Path folder) throws IOException {
    List<Entry> files = new ArrayList<>();
    for (Entry entry : children(folder)) {
      if (!entry.folder()) {
        files.add(entry);
        continue;
      }
      for (Entry below : filesBelow(child(folder, entry.path()))) {
        files.add(
            new Entry(
                entry.path() + "/" + below.path(), false, below.bytes(), below.modifiedMillis()));
      }
    }
    return files;
  }

  private Entry entry(FileStatus status, String path) {
    // An object store's client answers the present time for every folder.
    boolean timeless = objectStore && status.isDirectory();
    return new Entry(
        path,
        status.isDirectory(),
        status.isDirectory() ? 0 : status.getLen(),
        timeless ? 0 : status.getModificationTime());
  }

  /**
   * When a file was last written, by the file system's clock.
   *
   * @throws FileNotFoundException when there is none
   */
  public long modifiedMillis(Path file) throws IOException {
    return fs.getFileStatus(file).getModificationTime();
  }

  /**
   * Gives a file these bytes, whether it was there or not. Readers see the old bytes or the new
   * ones (on a file system that is neither a local disk, nor HDFS, nor an object store perhaps a
   * part). Not forced to disk.
   */
  public void replace(Path file, byte[] content) throws IOException {
    String scheme = fs.getUri().getScheme();
    if (scheme.equals("file")) {
      java.nio.file.Path target = LocalFolders.of(file);
      java.nio.file.Path temporary = LocalFolders.of(ExclusiveCreate.temporaryFor(file));
      Files.createDirectories(target.getParent());
      try {
        Files.write(temporary, content);
      } catch (IOException e) {
        Files.deleteIfExists(temporary);
        throw NamedFailure.of(target, e);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } else if (scheme.equals("hdfs")) {
      Path temporary = ExclusiveCreate.temporaryFor(file);
      fs.mkdirs(file.getParent());
      FileContext context = HdfsContexts.of(file, fs.getConf());
      write(context.create(temporary, EnumSet.of(CreateFlag.CREATE)), content);
      context.rename(temporary, file, Options.Rename.OVERWRITE);
    } else {
      write(fs.create(file, true), content);
    }
  }

  /**
   * All bytes of a small file that others {@link #replace} meanwhile: a reading that they disturb
   * is begun again.
   *
   * @param maxBytes more are refused
   * @throws FileNotFoundException when there is none
   */
  public byte[] readReplaced(Path file, int maxBytes) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (InputStream in = fs.open(file)) {
        byte[] content = in.readNBytes(maxBytes + 1);
        if (content.length > maxBytes) {
          throw new IOException(file + " has more than " + maxBytes + " bytes");
        }
        return content;
      } catch (FileNotFoundException gone) {
        throw gone;
      } catch (IOException disturbed) {
        // An object store's client gives up when the object it opened is another one now.
        if (attempt == READINGS) {
          throw disturbed;
        }
      }
    }
  }

  private static void write(OutputStream open, byte[] content) throws IOException {
    try (open) {
      open.write(content);
    }
  }

  /** Deletes a file; one that is gone already is no error. */
  public void deleteFile(Path file) throws IOException {
    fs.delete(file, false);
  }

  /** Deletes a folder with all that is in it; one that is gone already is no error. */
  public void deleteFolder(Path folder) throws IOException {
    fs.delete(folder, true);
  }
}
