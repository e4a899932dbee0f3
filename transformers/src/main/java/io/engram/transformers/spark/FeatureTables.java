package io.engram.transformers.spark;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.ExclusiveCreate.Outcome;
import io.engram.transformers.lake.ExclusiveCreates;
import io.engram.transformers.lake.FolderListing;
import io.engram.transformers.lake.LakeFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feature tables as they lie in the lake: {@code features/KEY/complete.json} names the one folder
 * {@code features/KEY/data-UUID} that counts. Writers of one key write into folders of their own;
 * the marker, created once, decides between them.
 */
final class FeatureTables {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureTables.class);
  private static final int MAX_MARKER_BYTES = 1 << 16;
  private static final int MAX_MARKER_DEPTH = 4;
  private static final String FOLDER = "features";
  private static final Pattern DATA = Pattern.compile("data-[0-9a-f-]{36}");
  private static final Pattern DATA_FILE =
      Pattern.compile("(.*/" + FOLDER + "/[^/]+)/" + DATA + "/.*");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** A complete table: where its marker is, what it says, when it was last used. */
  record Entry(Path folder, FeatureTable table, long usedMillis) {
    Path data() {
      return new Path(folder, table.data());
    }
  }

  private final Path root;
  private final Configuration configuration;
  private final FileSystem fs;
  private final LakeFiles files;

  FeatureTables(Path cacheRoot, Configuration configuration) {
    Path folder = new Path(cacheRoot, FOLDER);
    this.configuration = configuration;
    try {
      this.fs = folder.getFileSystem(configuration);
      this.files = LakeFiles.at(folder, configuration);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot open the feature cache " + folder, failure);
    }
    this.root = fs.makeQualified(folder);
  }

  /**
   * The complete table of exactly these features. One whose data is no longer of the size that its
   * marker says is removed, and is none.
   *
   * @throws IOException when its marker cannot be used; names it
   */
  Optional<Entry> find(String fingerprint, FeatureSpec spec) throws IOException {
    Optional<Entry> found = read(folder(fingerprint, spec));
    if (found.isEmpty()) {
      return found;
    }
    Entry entry = found.get();
    long bytes = bytes(entry.data());
    if (bytes == entry.table().bytes()) {
      return found;
    }
    LOG.warn(
        "features in {} take {} bytes, their marker says {}: they are removed",
        entry.data(),
        bytes,
        entry.table().bytes());
    remove(entry);
    return Optional.empty();
  }

  /** The table's folder, where a file is one of its data; empty of any other file. */
  static Optional<String> folderOf(String file) {
    Matcher matcher = DATA_FILE.matcher(file);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A new folder for the data of a table that is being computed. */
  Path newData(String fingerprint, FeatureSpec spec) {
    return new Path(folder(fingerprint, spec), "data-" + UUID.randomUUID());
  }

  /**
   * Makes the data count, unless another writer of the same key was first: then the data is deleted
   * and the other's table is the answer.
   */
  Entry publish(String fingerprint, FeatureSpec spec, Path data) throws IOException {
    FeatureTable table = FeatureTable.of(fingerprint, spec, data.getName(), bytes(data));
    Path folder = data.getParent();
    force(data);
    Path marker = new Path(folder, FeatureTable.MARKER);
    Outcome outcome =
        ExclusiveCreates.forPath(marker, configuration)
            .create(marker, JSON.writeValueAsBytes(table), configuration);
    if (outcome == Outcome.ALREADY_THERE) {
      discard(data);
    }
    return read(folder)
        .orElseThrow(() -> new FileNotFoundException(marker + " vanished after it was written"));
  }

  /**
   * Forces what executors wrote to the disk, if it is this machine's. Elsewhere a closed file is
   * durable, or (HDFS) could be forced only by writing the whole table once more.
   */
  private void force(Path data) throws IOException {
    if ("file".equals(fs.getUri().getScheme())) {
      files.force(
          data.getParent(),
          files.names(data).stream().map(name -> data.getName() + "/" + name).toList());
    }
  }

  private long bytes(Path data) throws IOException {
    return Arrays.stream(FolderListing.of(fs, data)).mapToLong(FileStatus::getLen).sum();
  }

  /**
   * The files of a table by name. Spark packs files of one size in the order it is given: a folder
   * is listed in an order of its own, and which rows share a partition must not depend on it.
   */
  String[] files(Entry entry) throws IOException {
    return Arrays.stream(fs.listStatus(entry.data(), path -> path.getName().startsWith("part-")))
        .map(status -> status.getPath().toString())
        .sorted()
        .toArray(String[]::new);
  }

  void discard(Path data) throws IOException {
    fs.delete(data, true);
  }

  /**
   * Notes that a table was used now. Where the marker's time cannot be set (object stores, a lake
   * that is only read), eviction goes by when the table was made.
   *
   * @param folder of the entry
   */
  void touch(Path folder) {
    Path marker = new Path(folder, FeatureTable.MARKER);
    try {
      fs.setTimes(marker, System.currentTimeMillis(), -1);
    } catch (IOException | UnsupportedOperationException failure) {
      LOG.debug("cannot note the use of {}: {}", marker, failure.toString());
    }
  }

  /** All complete tables; one whose marker cannot be used is a line in the log. */
  List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (FileStatus status : folders()) {
      try {
        read(status.getPath()).ifPresent(entries::add);
      } catch (IOException failure) {
        LOG.warn("passed over: {}", failure.getMessage());
      }
    }
    return entries;
  }

  /**
   * Removes a table, unless somebody used or replaced it since it was looked at. The marker goes
   * first, so that nobody finds a table without data. What other writers have beside it stays.
   *
   * @return whether it was removed
   */
  boolean remove(Entry entry) throws IOException {
    if (!read(entry.folder()).equals(Optional.of(entry))) {
      return false;
    }
    fs.delete(new Path(entry.folder(), FeatureTable.MARKER), false);
    discard(entry.data());
    try {
      fs.delete(entry.folder(), false);
    } catch (IOException notEmpty) {
      LOG.debug("{} stays: {}", entry.folder(), notEmpty.toString());
    }
    return true;
  }

  /** Removes a table and what others are writing of the same data, whoever uses it. */
  void erase(Entry entry) throws IOException {
    fs.delete(new Path(entry.folder(), FeatureTable.MARKER), false);
    fs.delete(entry.folder(), true);
  }

  /**
   * Removes data that no marker names and that nobody has written to since {@code before}. Where
   * the marker cannot be used, or something cannot be removed, all stays as it is.
   */
  void removeAbandoned(long beforeMillis) throws IOException {
    for (FileStatus status : folders()) {
      try {
        removeAbandoned(status.getPath(), beforeMillis);
      } catch (IOException failure) {
        LOG.warn("not searched for abandoned data: {}", failure.getMessage());
      }
    }
  }

  private void removeAbandoned(Path folder, long beforeMillis) throws IOException {
    Optional<Entry> entry = read(folder);
    for (FileStatus data : FolderListing.of(fs, folder)) {
      boolean named =
          entry.isPresent() && entry.get().table().data().equals(data.getPath().getName());
      if (data.isDirectory() && !named && lastWritten(data) < beforeMillis) {
        discard(data.getPath());
      }
    }
  }

  private long lastWritten(FileStatus folder) throws IOException {
    FileStatus[] children = FolderListing.orNull(fs, folder.getPath());
    if (children == null) {
      return Long.MAX_VALUE; // its writer moves it at this moment
    }
    // A folder's own time says nothing where it has files: on object stores it is always now.
    long latest = children.length == 0 ? folder.getModificationTime() : 0;
    for (FileStatus child : children) {
      latest =
          Math.max(latest, child.isDirectory() ? lastWritten(child) : child.getModificationTime());
    }
    return latest;
  }

  private FileStatus[] folders() throws IOException {
    return Arrays.stream(FolderListing.of(fs, root))
        .filter(status -> ContentHash.isSha256(status.getPath().getName()))
        .toArray(FileStatus[]::new);
  }

  private Optional<Entry> read(Path folder) throws IOException {
    Path marker = new Path(folder, FeatureTable.MARKER);
    try (InputStream in = fs.open(marker)) {
      FeatureTable table =
          JSON.treeToValue(
              BoundedJson.read(in, MAX_MARKER_BYTES, MAX_MARKER_DEPTH), FeatureTable.class);
      if (table.format() != FeatureTable.FORMAT
          || table.data() == null
          || !DATA.matcher(table.data()).matches()) {
        throw new IOException("format " + table.format() + " with data folder " + table.data());
      }
      return Optional.of(new Entry(folder, table, fs.getFileStatus(marker).getModificationTime()));
    } catch (FileNotFoundException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new IOException(
          "cannot use " + marker + ": " + failure.getMessage() + "; delete its folder", failure);
    }
  }

  private Path folder(String fingerprint, FeatureSpec spec) {
    String key =
        String.join(
            "\n",
            "features " + FeatureTable.FORMAT,
            fingerprint,
            spec.backbone().hash(),
            "layer " + (spec.hidden() ? spec.fromLayer() : "none"),
            "length " + spec.maxLength(),
            spec.hidden() ? spec.precision().label() : "pooled");
    return new Path(root, ContentHash.sha256(key.getBytes(StandardCharsets.UTF_8)));
  }
}
