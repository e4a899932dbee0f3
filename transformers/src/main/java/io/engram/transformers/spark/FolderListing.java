package io.engram.transformers.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * What Spark's {@code binaryFile} source says nothing of.
 *
 * @param empty pictures without a byte, which it leaves out
 * @param tooLong pictures that are not read
 * @param others files whose names the pattern does not take, by ending, and pictures that are in no
 *     folder of a class: how many
 */
record FolderListing(List<Path> empty, List<Path> tooLong, SortedMap<String, Integer> others) {
  private static final String NO_CLASS = "in no folder of a class";

  /**
   * Looks at a folder and all below it but what is hidden.
   *
   * @param pictures pattern of the pictures' names
   * @param levels folders and name of a picture below the root, at least
   * @param maxBytes longer pictures are too long
   */
  static FolderListing of(FileSystem files, Path root, String pictures, int levels, long maxBytes)
      throws IOException {
    GlobFilter isPicture = new GlobFilter(pictures);
    FolderListing listing =
        new FolderListing(new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    Deque<Path> folders = new ArrayDeque<>(List.of(root));
    while (!folders.isEmpty()) {
      RemoteIterator<FileStatus> found;
      try {
        found = files.listStatusIterator(folders.pop());
      } catch (FileNotFoundException vanished) {
        continue;
      }
      while (found.hasNext()) {
        FileStatus file = found.next();
        String name = file.getPath().getName();
        // As Spark: what begins with a dot or an underscore is nobody's data.
        if (name.startsWith(".") || name.startsWith("_")) {
          continue;
        }
        if (file.isDirectory()) {
          folders.push(file.getPath());
        } else if (!isPicture.accept(file.getPath())) {
          listing.others.merge(ending(name), 1, Integer::sum);
        } else if (file.getPath().depth() - root.depth() < levels) {
          listing.others.merge(NO_CLASS, 1, Integer::sum);
        } else if (file.getLen() == 0) {
          listing.empty.add(file.getPath());
        } else if (file.getLen() > maxBytes) {
          listing.tooLong.add(file.getPath());
        }
      }
    }
    return listing;
  }

  private static String ending(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "no ending" : name.substring(dot).toLowerCase(Locale.ROOT);
  }

  /** For people: how many files are left out, by ending; null without any. */
  String leftOut() {
    int all = others.values().stream().mapToInt(Integer::intValue).sum();
    return all == 0 ? null : all + (all == 1 ? " file " : " files ") + others;
  }
}
