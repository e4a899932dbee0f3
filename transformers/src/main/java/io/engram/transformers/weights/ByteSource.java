package io.engram.transformers.weights;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Random access to bytes, safe for use from several threads at once. */
interface ByteSource extends Closeable {

  long length();

  /** Fills the buffer's remainder from {@code offset}; {@link EOFException} when it cannot. */
  void read(long offset, ByteBuffer into) throws IOException;

  static ByteSource of(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void read(long offset, ByteBuffer into) throws IOException {
        if (offset + into.remaining() > bytes.length) {
          throw new EOFException("ends after " + bytes.length + " bytes");
        }
        into.put(bytes, (int) offset, into.remaining());
      }

      @Override
      public void close() {}
    };
  }

  /** Positional reads, not a memory map: a file that shrinks is an exception, not a crash. */
  static ByteSource of(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    long length = channel.size();
    return new ByteSource() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public void read(long offset, ByteBuffer into) throws IOException {
        long position = offset;
        while (into.hasRemaining()) {
          int count = channel.read(into, position);
          if (count < 0) {
            throw new EOFException(
                "had " + length + " bytes when it was opened, now ends after " + channel.size());
          }
          position += count;
        }
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
