package io.engram.transformers.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * What Spark's {@code binaryFile} source says nothing of.
 *
 * @param empty pictures without a byte, which it leaves out
 * @param others files that are no pictures by their names: how many, by ending
 */
record FolderListing(List<Path> empty, SortedMap<String, Integer> others) {

  /**
   * @param root nothing outside is looked at
   * @param pictures pattern of the pictures' names
   */
  static FolderListing of(FileSystem files, Path root, String pictures) throws IOException {
    GlobFilter isPicture = new GlobFilter(pictures);
    FolderListing listing = new FolderListing(new ArrayList<>(), new TreeMap<>());
    RemoteIterator<LocatedFileStatus> found = files.listFiles(root, true);
    while (found.hasNext()) {
      LocatedFileStatus file = found.next();
      if (isHidden(file.getPath(), root)) {
        continue;
      }
      if (!isPicture.accept(file.getPath())) {
        listing.others.merge(ending(file.getPath().getName()), 1, Integer::sum);
      } else if (file.getLen() == 0) {
        listing.empty.add(file.getPath());
      }
    }
    return listing;
  }

  // As Spark: what begins with a dot or an underscore is nobody's data.
  private static boolean isHidden(Path file, Path root) {
    for (Path at = file; at != null && !at.equals(root); at = at.getParent()) {
      if (at.getName().startsWith(".") || at.getName().startsWith("_")) {
        return true;
      }
    }
    return false;
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
