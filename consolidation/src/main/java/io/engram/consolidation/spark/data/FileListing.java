package io.engram.consolidation.spark.data;

import io.engram.transformers.spark.ImageFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Names, sizes and times of the files behind a table: as long as they stay, its rows stay. */
final class FileListing {
  /** Sources whose rows are decided by their files alone; table formats with a log are not. */
  private static final Set<String> FILE_FORMATS =
      Set.of("parquet", "orc", "csv", "json", "text", "avro");

  /** The same, of pictures: the rows of a table may name files elsewhere. */
  private static final Set<String> PICTURE_FORMATS = Set.of("binaryFile", ImageFolder.FORMAT);

  private FileListing() {}

  /**
   * One line a file, sorted; empty when the source is not one of plain files or nothing is there.
   */
  static Optional<List<String>> of(TaskRequest request, Configuration conf) throws IOException {
    Set<String> formats = request.columns().isImages() ? PICTURE_FORMATS : FILE_FORMATS;
    if (!formats.contains(request.format())) {
      return Optional.empty();
    }
    Path path = new Path(request.uri());
    FileSystem fs = path.getFileSystem(conf);
    FileStatus[] found = fs.globStatus(path);
    if (found == null || found.length == 0) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    for (FileStatus status : found) {
      collect(fs, status, lines);
    }
    lines.sort(null);
    return Optional.of(lines);
  }

  private static void collect(FileSystem fs, FileStatus status, List<String> lines)
      throws IOException {
    if (status.isFile()) {
      lines.add(status.getPath() + "\t" + status.getLen() + "\t" + status.getModificationTime());
      return;
    }
    for (FileStatus child : fs.listStatus(status.getPath())) {
      String name = child.getPath().getName();
      // Spark's file sources skip these names, except partition folders that begin with them.
      if (!name.startsWith(".") && (!name.startsWith("_") || name.contains("="))) {
        collect(fs, child, lines);
      }
    }
  }
}
