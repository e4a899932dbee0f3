package io.engram.transformers.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** All files below a folder: folder by folder, or in one walk where folders are but names. */
final class FileTree {

  private FileTree() {}

  /**
   * Paths relative to {@code folder}, sorted; empty when there is no such folder.
   *
   * @param wanted asked with a file's name
   */
  static List<String> below(
      FileSystem fs, DurableWriter writer, Path folder, Predicate<String> wanted)
      throws IOException {
    List<String> files = new ArrayList<>();
    if (writer instanceof DurableWriter.ObjectStore) {
      walk(fs, folder, wanted, files);
    } else {
      collect(fs, folder, "", wanted, files);
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  private static void walk(FileSystem fs, Path folder, Predicate<String> wanted, List<String> files)
      throws IOException {
    RemoteIterator<LocatedFileStatus> entries;
    try {
      entries = fs.listFiles(folder, true);
    } catch (FileNotFoundException e) {
      return;
    }
    // A path made of a URI may end with a slash.
    int top = fs.makeQualified(folder).toUri().getPath().replaceAll("/+$", "").length() + 1;
    while (entries.hasNext()) {
      Path file = entries.next().getPath();
      if (wanted.test(file.getName())) {
        files.add(file.toUri().getPath().substring(top));
      }
    }
  }

  private static void collect(
      FileSystem fs, Path folder, String prefix, Predicate<String> wanted, List<String> files)
      throws IOException {
    for (FileStatus entry : FolderListing.of(fs, folder)) {
      String name = entry.getPath().getName();
      if (entry.isDirectory()) {
        collect(fs, entry.getPath(), prefix + name + "/", wanted, files);
      } else if (wanted.test(name)) {
        files.add(prefix + name);
      }
    }
  }
}
