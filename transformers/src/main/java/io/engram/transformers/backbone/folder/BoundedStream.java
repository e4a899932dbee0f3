package io.engram.transformers.backbone.folder;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What is unpacked of a file from outside, which may claim to be small and not be. */
final class BoundedStream extends FilterInputStream {
  private final long most;
  private final String source;
  private long read;

  /**
   * @param most bytes that may be read, from however many entries
   * @param source what is read, for the message
   */
  BoundedStream(InputStream in, long most, String source) {
    super(in);
    this.most = most;
    this.source = source;
  }

  /**
   * @throws BackboneException when it is longer than it may be
   */
  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  /**
   * @throws BackboneException when it is longer than it may be
   */
  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    count(count);
    return count;
  }

  /** Reads what is skipped, so that it counts. */
  @Override
  public long skip(long bytes) throws IOException {
    return readNBytes((int) Math.min(bytes, 1 << 16)).length;
  }

  private void count(int bytes) {
    read += Math.max(0, bytes);
    if (read > most) {
      throw new BackboneException(
          source + ": unpacks to more than " + most + " bytes, which no such model has");
    }
  }
}
