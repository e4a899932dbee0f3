package io.engram.transformers.lake;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * Immutable files on one file system: written durably and whole, read with their hash checked.
 *
 * <p>Hadoop's checksum layer over local disks is passed by: it would answer a damaged file in its
 * own words, and its sidecar files {@code .name.crc} are neither written nor listed.
 */
public final class LakeFiles {
  private final FileSystem fs;
  private final DurableWriter writer;

  private LakeFiles(FileSystem fs, DurableWriter writer) {
    this.fs = fs;
    this.writer = writer;
  }

  /** The file system that holds {@code path}. */
  public static LakeFiles at(Path path, Configuration conf) throws IOException {
    FileSystem fs = RawFileSystem.of(path, conf);
    return new LakeFiles(fs, DurableWriter.of(fs, path));
  }

  /** The path with scheme and authority. */
  public Path qualified(Path path) {
    return fs.makeQualified(path);
  }

  public boolean exists(Path path) throws IOException {
    return fs.exists(path);
  }

  /**
   * All bytes of a small file.
   *
   * @param maxBytes more are refused before any is read
   * @throws FileNotFoundException when there is none
   * @throws FileTooLongException when it has more
   */
  public byte[] read(Path file, long maxBytes) throws IOException {
    FileStatus status = fs.getFileStatus(file);
    if (status.isDirectory()) {
      throw new IOException(file + " is a folder");
    }
    if (status.getLen() < 0) {
      return readUnmeasured(file, maxBytes);
    }
    if (status.getLen() > maxBytes) {
      throw tooLong(file, String.valueOf(status.getLen()), maxBytes);
    }
    return read(status);
  }

  /** Of a file system that does not know how long its files are, as HTTP. */
  private byte[] readUnmeasured(Path file, long maxBytes) throws IOException {
    try (InputStream in = fs.open(file)) {
      byte[] content = in.readNBytes((int) Math.min(maxBytes, Integer.MAX_VALUE - 9) + 1);
      if (content.length > maxBytes) {
        throw tooLong(file, "more than " + maxBytes, maxBytes);
      }
      return content;
    }
  }

  private static FileTooLongException tooLong(Path file, String bytes, long maxBytes) {
    return new FileTooLongException(
        file + " has " + bytes + " bytes, at most " + maxBytes + " are allowed");
  }

  private byte[] read(FileStatus status) throws IOException {
    try (InputStream in = open(status)) {
      byte[] content = in.readNBytes((int) status.getLen());
      if (content.length < status.getLen()) {
        throw new EOFException(
            status.getPath() + " ends at " + content.length + " of " + status.getLen());
      }
      return content;
    }
  }

  /** Object stores need not be asked for the length again, nor guess at random reads. */
  private InputStream open(FileStatus status) throws IOException {
    return FutureIO.awaitFuture(
        fs.openFile(status.getPath())
            .withFileStatus(status)
            .opt(
                OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_WHOLE_FILE)
            .build());
  }

  /**
   * All bytes of a file whose length and hash are known.
   *
   * @param folder where {@code file.path()} starts
   * @throws DamagedFileException when the file is missing, longer, shorter or different
   */
  public byte[] readVerified(Path folder, LakeFile file) throws IOException {
    Path path = new Path(folder, file.path());
    String expected = describe(file.length(), file.sha256());
    FileStatus status;
    try {
      status = fs.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new DamagedFileException(path.toString(), expected, "no file");
    }
    if (status.getLen() != file.length()) {
      throw new DamagedFileException(path.toString(), expected, status.getLen() + " bytes");
    }
    byte[] content = read(status);
    String actual = ContentHash.sha256(content);
    if (!actual.equals(file.sha256())) {
      throw new DamagedFileException(path.toString(), expected, describe(content.length, actual));
    }
    return content;
  }

  /** Length and hash of a file as it is now, listed under {@code name}. */
  public LakeFile digest(Path file, String name) throws IOException {
    MessageDigest digest = ContentHash.newDigest();
    try (InputStream in = fs.open(file)) {
      byte[] buffer = new byte[1 << 18];
      long length = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        length += n;
      }
      return new LakeFile(name, length, ContentHash.hex(digest));
    }
  }

  /**
   * Writes a file whose name belongs to its content alone, durably; concurrent and repeated writes
   * are harmless. An existing file of that length is kept.
   *
   * @return whether the file was written by this call
   * @throws DamagedFileException when a file of another length has the name
   */
  public boolean writeImmutable(Path target, ContentSource content, long length)
      throws IOException {
    try {
      long there = fs.getFileStatus(target).getLen();
      if (there != length) {
        throw new DamagedFileException(target.toString(), length + " bytes", there + " bytes");
      }
      return false;
    } catch (FileNotFoundException e) {
      writer.write(target, content);
      return true;
    }
  }

  /**
   * Makes an immutable file young again for who deletes old ones, where the file system keeps times
   * that can be set.
   */
  public void touch(Path file) {
    try {
      fs.setTimes(file, System.currentTimeMillis(), -1);
    } catch (IOException | UnsupportedOperationException e) {
      // Only less is kept from deletion: who relies on the file looks again before it publishes.
    }
  }

  /** Forces files written by others, and the folders that hold them up to {@code top}, to disk. */
  public void force(Path top, List<String> files) throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    folders.add(top);
    for (String file : files) {
      Path path = new Path(top, file);
      writer.force(path);
      for (Path at = path.getParent(); at.depth() > top.depth(); at = at.getParent()) {
        folders.add(at);
      }
    }
    for (Path folder : folders) {
      writer.forceFolder(folder);
    }
  }

  /** Forces the names in one folder to disk. */
  public void forceFolder(Path folder) throws IOException {
    writer.forceFolder(folder);
  }

  /** Creates a folder and those above it. */
  public void createFolder(Path folder) throws IOException {
    writer.createFolder(folder);
  }

  /** Names in a folder, sorted; empty when there is no such folder. */
  public List<String> names(Path folder) throws IOException {
    if (writer instanceof DurableWriter.Local) {
      return LocalFolders.names(LocalFolders.of(folder));
    }
    List<String> names = new ArrayList<>();
    for (FileStatus status : FolderListing.of(fs, folder)) {
      names.add(status.getPath().getName());
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /**
   * Paths of all files below a folder, relative to it and sorted, without the sidecars of Hadoop's
   * checksum layer; empty when there is no such folder.
   */
  public List<String> filesBelow(Path folder) throws IOException {
    return FileTree.below(fs, writer, folder, name -> !isSidecar(name));
  }

  /** Deletes the sidecars of Hadoop's checksum layer below a folder that has no record yet. */
  public void deleteSidecars(Path folder) throws IOException {
    if (writer instanceof DurableWriter.Local) {
      for (String sidecar : FileTree.below(fs, writer, folder, LakeFiles::isSidecar)) {
        fs.delete(new Path(folder, sidecar), false);
      }
    }
  }

  /** Deletes one file; none is no error. */
  public void delete(Path file) throws IOException {
    fs.delete(file, false);
  }

  /** Deletes a folder and all that is below; none is no error. */
  public void deleteFolder(Path folder) throws IOException {
    fs.delete(folder, true);
  }

  private static boolean isSidecar(String name) {
    return name.startsWith(".") && name.endsWith(".crc");
  }

  /**
   * Copies a file to the machine's disk and forces it there.
   *
   * @throws DamagedFileException when it is missing, or what arrived is not {@code file}; the copy
   *     is deleted
   */
  public void fetch(Path folder, LakeFile file, java.nio.file.Path target) throws IOException {
    Path source = new Path(folder, file.path());
    MessageDigest digest = ContentHash.newDigest();
    try (InputStream in = new DigestInputStream(fs.open(source), digest)) {
      Files.copy(in, target);
    } catch (FileNotFoundException e) {
      throw new DamagedFileException(
          source.toString(), describe(file.length(), file.sha256()), "no file");
    }
    String actual = ContentHash.hex(digest);
    long length = Files.size(target);
    if (length != file.length() || !actual.equals(file.sha256())) {
      Files.delete(target);
      throw new DamagedFileException(
          source.toString(), describe(file.length(), file.sha256()), describe(length, actual));
    }
    LocalFolders.force(target);
  }

  /** Copies a file from another place of any file system into a folder of this one. */
  public void copyIn(LakeFiles from, Path source, Path target) throws IOException {
    writer.write(target, () -> from.fs.open(source));
  }

  /** Length and hash in words, as messages show them. */
  public static String describe(long length, String sha256) {
    return length + " bytes with sha256 " + sha256;
  }
}
