package io.engram.adapters.training;

import java.io.IOException;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes the rows of a task in any order; {@link #finish()} turns them into a {@link RowSpool}. */
public final class RowSpoolWriter implements AutoCloseable {
  private static final int MAX_ROWS = 1 << 29;

  private final Path folder;
  private final int width;
  private final long maxBytes;
  private SpoolFile data;
  private SpoolFile keys;
  private SpoolFile index;
  private RowLayout layout;
  private int rows;
  private boolean finished;

  RowSpoolWriter(Path parent, int width, long maxBytes, SpoolFile.Maker files) {
    this.width = width;
    this.maxBytes = maxBytes;
    Path made = null;
    try {
      Files.createDirectories(parent);
      made = Files.createTempDirectory(parent, "engram-spool-");
      data = files.make(made.resolve("rows"));
      keys = files.make(made.resolve("keys"));
      index = files.make(made.resolve("index"));
    } catch (IOException e) {
      closeFiles();
      throw new SpoolException(
          "cannot make a temporary folder for rows in " + parent + ": " + e, e);
    }
    this.folder = made;
  }

  /**
   * @throws SpoolException when the row is not like the first one, or the disk is full, or the
   *     spool's limit is reached
   */
  public void add(FeatureRow row) {
    if (layout == null) {
      layout = RowLayout.of(width, row);
    }
    layout.check(row);
    byte[] key = row.key().getBytes(StandardCharsets.UTF_8);
    long bytes = layout.bytes(row.length());
    if (bytes > data.segmentBytes() || rows == MAX_ROWS) {
      throw new SpoolException("row '" + row.key() + "': too large, or more than " + MAX_ROWS);
    }
    if (bytes() + bytes + key.length > maxBytes) {
      throw new SpoolException(
          "the task's rows need more than the "
              + maxBytes
              + " bytes allowed in "
              + folder
              + " (reached at row "
              + rows
              + "); raise the limit, shorten --max-length, or start adapters at a lower layer");
    }
    try {
      data.startRecord(bytes);
      keys.startRecord(Integer.BYTES + key.length);
      index.putLong(data.length());
      index.putLong(keys.length());
      index.putInt(row.label());
      index.putInt(row.length());
      index.putLong(0);
      keys.putInt(key.length);
      keys.putBytes(key);
      data.putFloats(row.hidden());
      data.putFloats(row.pooled());
      data.putFloats(row.target());
      if (row.picture() != null) {
        data.putBytes(row.picture().values());
      }
    } catch (IOException e) {
      throw full(e);
    }
    rows++;
  }

  private long bytes() {
    return data.length() + keys.length() + index.length();
  }

  private SpoolException full(IOException cause) {
    return new SpoolException(
        "no room for the task's rows on local disk: "
            + cause.getMessage()
            + "; free space there or point the temporary folder to a larger disk",
        cause);
  }

  /**
   * The rows, sorted by key. The writer is closed.
   *
   * @throws SpoolException when there is no row, a key occurs twice, or the disk is full
   */
  public RowSpool finish() {
    if (rows == 0) {
      throw new SpoolException("no rows were written");
    }
    finished = true;
    MappedMemory mappedIndex = null;
    MappedMemory mappedKeys = null;
    try {
      mappedIndex = index.map(MapMode.READ_ONLY);
      mappedKeys = keys.map(MapMode.READ_ONLY);
      RowKeys rowKeys = new RowKeys(mappedIndex, mappedKeys);
      MappedInts order = rowKeys.sorted(folder, rows);
      MappedMemory rowData = data.map(MapMode.READ_ONLY);
      return new RowSpool(folder, layout, rows, rowData, mappedIndex, mappedKeys, order);
    } catch (IOException | SpoolException e) {
      if (mappedIndex != null) {
        mappedIndex.close();
      }
      if (mappedKeys != null) {
        mappedKeys.close();
      }
      RowSpool.deleteFolder(folder);
      throw e instanceof IOException io ? full(io) : (SpoolException) e;
    } finally {
      closeFiles();
    }
  }

  /** Without a preceding {@link #finish()}: forgets the rows and gives the disk space back. */
  @Override
  public void close() {
    closeFiles();
    if (!finished) {
      finished = true;
      RowSpool.deleteFolder(folder);
    }
  }

  private void closeFiles() {
    for (SpoolFile file : new SpoolFile[] {data, keys, index}) {
      try {
        if (file != null) {
          file.close();
        }
      } catch (IOException e) {
        throw new SpoolException("cannot close a temporary file in " + folder + ": " + e, e);
      }
    }
  }
}
