package io.engram.jobs.service;

import io.engram.jobs.JobException;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of files that a scored table becomes: written beside its place under a hidden name, and
 * moved there when it is whole. What was there before stays until then. On object stores the move
 * is a copy, file by file, that readers may see in the middle.
 */
final class ScoredFolder {
  /** Sinks that write a folder of files; others replace a table in a way of their own. */
  private static final Set<String> OF_FILES = Set.of("parquet", "orc", "json", "avro");

  private final FileSystem fs;
  private final Path place;
  private final Path beside;
  private final boolean overwrite;

  private ScoredFolder(FileSystem fs, Path place, boolean overwrite) {
    this.fs = fs;
    this.place = place;
    this.beside = hidden(place);
    this.overwrite = overwrite;
  }

  /** Whether a sink writes such a folder. */
  static boolean isMadeBy(String format) {
    return OF_FILES.contains(format.toLowerCase(Locale.ROOT));
  }

  /**
   * @param overwrite whether what is there may be replaced
   * @throws JobException when something is there and may not
   */
  static ScoredFolder at(String output, boolean overwrite, Configuration conf) throws IOException {
    Path place = new Path(output);
    FileSystem fs = place.getFileSystem(conf);
    ScoredFolder folder = new ScoredFolder(fs, fs.makeQualified(place), overwrite);
    folder.requireFree();
    return folder;
  }

  /** Where the table is written. */
  String draft() {
    return beside.toString();
  }

  /** The table is whole. */
  void publish() throws IOException {
    requireFree();
    Path before = hidden(place);
    boolean replaces = fs.exists(place);
    if (replaces) {
      move(place, before);
    }
    try {
      move(beside, place);
    } catch (IOException | RuntimeException failure) {
      if (replaces) {
        move(before, place);
      }
      throw failure;
    }
    fs.delete(before, true);
  }

  /** There will be no table; what was there before is as it was. */
  void giveUp() throws IOException {
    fs.delete(beside, true);
  }

  private void requireFree() throws IOException {
    if (!overwrite && fs.exists(place)) {
      throw thereAlready(place.toString());
    }
  }

  static JobException thereAlready(String output) {
    return JobException.refused(
        "the output "
            + output
            + " is there already and stays as it is; name another, or replace it with --overwrite");
  }

  private void move(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("could not rename " + from + " to " + to);
    }
  }

  // Spark reads no file of such a name.
  private static Path hidden(Path place) {
    return new Path(place.getParent(), "." + place.getName() + "-engram-" + UUID.randomUUID());
  }
}
