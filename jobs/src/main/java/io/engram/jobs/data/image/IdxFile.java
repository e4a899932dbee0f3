package io.engram.jobs.data.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file of unsigned bytes in the IDX format of MNIST, compressed by gzip: two zero bytes, the type
 * (8: unsigned byte), the number of dimensions, their sizes as big-endian integers, the values.
 */
final class IdxFile implements AutoCloseable {
  private static final int UNSIGNED_BYTES = 8 << 8;
  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final DataInputStream in;
  private final int count;
  private final int itemBytes;

  /**
   * Opens a file.
   *
   * @param itemShape sizes of an item: none for labels, height and width for images
   * @throws IOException when it is none, or one of other items
   */
  IdxFile(Path file, int... itemShape) throws IOException {
    name = file.getFileName().toString();
    InputStream raw = Files.newInputStream(file);
    try {
      in =
          new DataInputStream(
              new BufferedInputStream(new GZIPInputStream(raw, BUFFER_BYTES), BUFFER_BYTES));
      int magic = in.readInt();
      int expected = UNSIGNED_BYTES | 1 + itemShape.length;
      if (magic != expected) {
        throw new IOException(
            "is no IDX file of bytes in %d dimensions: it begins with %08x, expected %08x"
                .formatted(1 + itemShape.length, magic, expected));
      }
      count = in.readInt();
      int bytes = 1;
      for (int size : itemShape) {
        int found = in.readInt();
        if (found != size) {
          throw new IOException("has items with a side of %d, expected %d".formatted(found, size));
        }
        bytes *= size;
      }
      itemBytes = bytes;
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  int count() {
    return count;
  }

  /** The next item. */
  byte[] next() throws IOException {
    return read(itemBytes);
  }

  /** All items that are left, one after another; for labels. */
  byte[] rest() throws IOException {
    return read(count * itemBytes);
  }

  private byte[] read(int bytes) throws IOException {
    byte[] values = in.readNBytes(bytes);
    if (values.length != bytes) {
      throw new IOException(name + " ends too early");
    }
    return values;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
