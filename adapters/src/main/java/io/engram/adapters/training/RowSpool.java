package io.engram.adapters.training;

import io.engram.transformers.input.Pixels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rows of one task on local disk, mapped into memory: heap use does not grow with the rows.
 * Positions count rows in the order of their keys, whatever order they were written in. The private
 * temporary folder goes away with the spool; nothing may read it after {@link #close()}. Reading is
 * safe for several threads.
 */
public final class RowSpool implements AutoCloseable {
  /** No limit but the disk. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** One entry of the index: data offset, key offset, label, length, padding. */
  static final int INDEX_BYTES = 32;

  static final int KEY_OFFSET = 8;
  private static final int LABEL_OFFSET = 16;
  private static final int LENGTH_OFFSET = 20;

  private final Path folder;
  private final RowLayout layout;
  private final int rows;
  private final MappedMemory data;
  private final MappedMemory index;
  private final MappedMemory keys;
  private final RowKeys rowKeys;
  private final MappedInts order;
  private final AtomicInteger plans = new AtomicInteger();
  private boolean closed;

  RowSpool(
      Path folder,
      RowLayout layout,
      int rows,
      MappedMemory data,
      MappedMemory index,
      MappedMemory keys,
      MappedInts order) {
    this.folder = folder;
    this.layout = layout;
    this.rows = rows;
    this.data = data;
    this.index = index;
    this.keys = keys;
    this.rowKeys = new RowKeys(index, keys);
    this.order = order;
  }

  /**
   * A writer for the rows of one task.
   *
   * @param parent folder on a local disk; the spool makes a folder of its own in it
   * @param width values of one token's state
   * @param maxBytes disk space it may take at most, or {@link #UNLIMITED}
   * @throws SpoolException when the folder cannot be made
   */
  public static RowSpoolWriter writer(Path parent, int width, long maxBytes) {
    return new RowSpoolWriter(parent, width, maxBytes, SpoolFile::new);
  }

  /** As {@link #writer(Path, int, long)}, in Java's temporary folder and without a limit. */
  public static RowSpoolWriter writer(int width) {
    return writer(Path.of(System.getProperty("java.io.tmpdir")), width, UNLIMITED);
  }

  public int rows() {
    return rows;
  }

  public RowLayout layout() {
    return layout;
  }

  /** Bytes taken on disk. */
  public long bytes() {
    return data.bytes() + index.bytes() + keys.bytes() + (long) rows * Integer.BYTES;
  }

  public String key(int position) {
    return rowKeys.key(order.get(position));
  }

  public int label(int position) {
    return index.getInt(entry(position) + LABEL_OFFSET);
  }

  /** Tokens of the row. */
  public int length(int position) {
    return index.getInt(entry(position) + LENGTH_OFFSET);
  }

  /**
   * Rows of each class.
   *
   * @throws SpoolException when a row has a class beyond {@code classes}
   */
  public long[] labelCounts(int classes) {
    long[] counts = new long[classes];
    for (int position = 0; position < rows; position++) {
      int label = label(position);
      if (label >= classes) {
        throw new SpoolException(
            "row '" + key(position) + "' has class " + label + " of " + classes);
      }
      if (label >= 0) {
        counts[label]++;
      }
    }
    return counts;
  }

  /** A copy of one row. */
  public FeatureRow row(int position) {
    int length = length(position);
    return new FeatureRow(
        key(position),
        label(position),
        length,
        floats(position, 0, layout.pooledStart(length)),
        floats(position, layout.pooledStart(length), layout.pooled() ? layout.width() : 0),
        floats(position, layout.targetStart(length), layout.targets()),
        layout.picture() == null ? null : picture(position));
  }

  /**
   * A copy of the picture of one row.
   *
   * @throws IllegalStateException when the rows carry none
   */
  public Pixels picture(int position) {
    RowLayout.PictureLayout shape = layout.picture();
    if (shape == null) {
      throw new IllegalStateException("the rows of the spool carry no pictures");
    }
    int length = length(position);
    long at = index.getLong(entry(position)) + layout.pictureStart(length);
    byte[] values = new byte[shape.bytes()];
    data.segment(at).get(data.within(at), values);
    return new Pixels(values, shape.height(), shape.width(), shape.channels(), length);
  }

  private float[] floats(int position, int start, int count) {
    float[] values = new float[count];
    if (count > 0) {
      long at = index.getLong(entry(position)) + (long) start * Float.BYTES;
      ByteBuffer segment = data.segment(at);
      segment
          .slice(data.within(at), count * Float.BYTES)
          .order(segment.order())
          .asFloatBuffer()
          .get(values);
    }
    return values;
  }

  /** Copies a part of a row, counted in floats, without passing through the heap. */
  void copy(int position, int start, int count, ByteBuffer target, int targetByte) {
    if (count == 0) {
      return;
    }
    long at = index.getLong(entry(position)) + (long) start * Float.BYTES;
    target.put(targetByte, data.segment(at), data.within(at), count * Float.BYTES);
  }

  private long entry(int position) {
    if (closed) {
      throw new IllegalStateException("the spool of rows is closed");
    }
    return (long) order.get(position) * INDEX_BYTES;
  }

  /** A place on the same disk for a permutation of the rows. */
  MappedInts newInts() {
    try {
      return new MappedInts(folder.resolve("plan-" + plans.getAndIncrement()), rows);
    } catch (IOException e) {
      throw new SpoolException("no room for the order of the rows in " + folder + ": " + e, e);
    }
  }

  static void deleteFolder(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the temporary folder " + folder, e);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      data.close();
      index.close();
      keys.close();
      order.close();
      deleteFolder(folder);
    }
  }
}
