package io.engram.transformers.image.vp8l;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bits from the lowest of each byte on (section 3.3). Behind the last there are zeros without end:
 * whoever reads on asks {@link #requireEnough()} before long.
 */
final class BitReader {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int at;

  /** Bits that were loaded and not read, the next one lowest; above them zeros. */
  private long window;

  private int loaded;

  /**
   * @param bit the first one to read
   */
  BitReader(byte[] bytes, long bit) {
    this.bytes = bytes;
    this.at = (int) (bit >> 3);
    fill();
    drop((int) bit & 7);
  }

  /** At least the 32 next bits can be seen and dropped after this. */
  void fill() {
    if (loaded < 32) {
      window |= (nextInt() & 0xffffffffL) << loaded;
      loaded += 32;
      at += 4;
    }
  }

  private int nextInt() {
    if (at <= bytes.length - 4) {
      return (int) INTS.get(bytes, at);
    }
    int last = 0;
    for (int i = at; i < bytes.length; i++) {
      last |= (bytes[i] & 0xff) << 8 * (i - at);
    }
    return last;
  }

  /** What comes next, without reading it. */
  int next() {
    return (int) window;
  }

  void drop(int count) {
    window >>>= count;
    loaded -= count;
  }

  /**
   * Unsigned, the lowest bit first.
   *
   * @param count at most 31
   */
  int number(int count) {
    fill();
    int number = (int) window & (1 << count) - 1;
    drop(count);
    return number;
  }

  boolean flag() {
    return number(1) == 1;
  }

  /** Another reader of the same bytes. */
  BitReader from(long bit) {
    return new BitReader(bytes, bit);
  }

  /** The bit that comes next. */
  long position() {
    return at * 8L - loaded;
  }

  /**
   * @throws EOFException when more was read than there is
   */
  void requireEnough() throws EOFException {
    if (position() > bytes.length * 8L) {
      throw new EOFException("the data of its picture end early");
    }
  }

  /** What to throw: that the data end early where they do, else what was found. */
  IOException damage(String found) throws EOFException {
    requireEnough();
    return new IOException(found);
  }
}
