package io.engram.transformers.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Lists folders in a lake in which others write and delete meanwhile. */
public final class FolderListing {
  private FolderListing() {}

  /**
   * What is in a folder, in the file system's order; null when there is no such folder, be it that
   * it vanished while it was listed.
   */
  public static FileStatus[] orNull(FileSystem fs, Path folder) throws IOException {
    try {
      return fs.listStatus(folder);
    } catch (FileNotFoundException gone) {
      return null;
    } catch (IOException failure) {
      // Of a folder that goes in the middle of it the local file system says no more than this.
      if (fs.exists(folder)) {
        throw failure;
      }
      return null;
    }
  }

  /** What is in a folder, in the file system's order; empty when there is no such folder. */
  public static FileStatus[] of(FileSystem fs, Path folder) throws IOException {
    FileStatus[] listed = orNull(fs, folder);
    return listed == null ? new FileStatus[0] : listed;
  }
}
