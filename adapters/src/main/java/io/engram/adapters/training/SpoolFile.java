package io.engram.adapters.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * One temporary file: written from front to back, then mapped. The file has no name any more once
 * it is open (on systems that allow it), so nothing is left behind even by a killed process.
 */
final class SpoolFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 18;
  // A gigabyte.
  private static final int SEGMENT_BITS = 30;

  private final Path path;
  private final FileStore store;
  private final FileChannel channel;
  private final int segmentBits;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
  private long flushed;

  SpoolFile(Path path) throws IOException {
    this(path, SEGMENT_BITS);
  }

  /**
   * @param segmentBits the segments have two to this power of bytes
   */
  SpoolFile(Path path, int segmentBits) throws IOException {
    this(
        path,
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE),
        segmentBits);
  }

  SpoolFile(Path path, FileChannel channel) throws IOException {
    this(path, channel, SEGMENT_BITS);
  }

  private SpoolFile(Path path, FileChannel channel, int segmentBits) throws IOException {
    this.path = path;
    this.store = Files.getFileStore(path.getParent());
    this.channel = channel;
    this.segmentBits = segmentBits;
  }

  /** Makes the files of a spool. */
  @FunctionalInterface
  interface Maker {
    SpoolFile make(Path path) throws IOException;
  }

  /** Bytes of a record at most. */
  int segmentBytes() {
    return 1 << segmentBits;
  }

  /** Bytes so far: where the next record begins. */
  long length() {
    return flushed + buffer.position();
  }

  /** Skips to the next segment when a record of so many bytes would not lie within one. */
  void startRecord(long bytes) throws IOException {
    int room = segmentBytes() - (int) (length() % segmentBytes());
    if (bytes > room) {
      flush();
      flushed += room;
    }
  }

  void putInt(int value) throws IOException {
    room(Integer.BYTES).putInt(value);
  }

  void putLong(long value) throws IOException {
    room(Long.BYTES).putLong(value);
  }

  void putBytes(byte[] bytes) throws IOException {
    for (int done = 0; done < bytes.length; ) {
      int count = Math.min(room(1).remaining(), bytes.length - done);
      buffer.put(bytes, done, count);
      done += count;
    }
  }

  void putFloats(float[] values) throws IOException {
    for (int done = 0; done < values.length; ) {
      int count = Math.min(room(Float.BYTES).remaining() / Float.BYTES, values.length - done);
      buffer.asFloatBuffer().put(values, done, count);
      buffer.position(buffer.position() + count * Float.BYTES);
      done += count;
    }
  }

  void putZeros(long bytes) throws IOException {
    byte[] zeros = new byte[(int) Math.min(bytes, BUFFER_BYTES)];
    for (long done = 0; done < bytes; done += zeros.length) {
      putBytes(bytes - done < zeros.length ? new byte[(int) (bytes - done)] : zeros);
    }
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        flushed += channel.write(buffer, flushed);
      }
    } catch (IOException e) {
      throw new IOException(
          e.getMessage()
              + " after "
              + flushed
              + " bytes of "
              + path.getFileName()
              + " in "
              + path.getParent()
              + ", "
              + store.getUsableSpace()
              + " bytes free there",
          e);
    }
    buffer.clear();
  }

  /** Ends writing and maps the whole file; the mapping outlives the channel. */
  MappedMemory map(FileChannel.MapMode mode) throws IOException {
    flush();
    List<ByteBuffer> segments = new ArrayList<>();
    for (long start = 0; start < flushed; start += segmentBytes()) {
      segments.add(channel.map(mode, start, Math.min(segmentBytes(), flushed - start)));
    }
    return new MappedMemory(segments, segmentBits);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
