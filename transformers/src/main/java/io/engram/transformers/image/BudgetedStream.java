package io.engram.transformers.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory for a decoder of the JDK, without ImageIO's caches; reading looks at the time.
 */
final class BudgetedStream extends ImageInputStreamImpl {
  /** Reads of single bytes between two looks at the time. */
  private static final int READS_A_LOOK = 4096;

  private final byte[] bytes;
  private final DecodeBudget budget;
  private int reads;

  BudgetedStream(byte[] bytes, DecodeBudget budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    look(1);
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    look(length);
    bitOffset = 0;
    if (streamPos >= bytes.length) {
      return length == 0 ? 0 : -1;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, into, offset, count);
    streamPos += count;
    return count;
  }

  private void look(int count) throws IOException {
    checkClosed();
    reads += count;
    if (reads >= READS_A_LOOK) {
      reads = 0;
      budget.check();
    }
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
