package io.engram.transformers.image.vp8;

import java.io.EOFException;

/** The arithmetic decoder of section 7. */
final class BoolDecoder {
  private final byte[] bytes;
  private final int end;
  private int at;
  private int value;

  /** One less than the width of the interval. */
  private int range = 254;

  /** Bits of {@link #value} below the ones that are compared. */
  private int bits = -8;

  private boolean exhausted;

  BoolDecoder(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /**
   * @param probability of 0, in 256ths
   */
  int bit(int probability) {
    if (bits < 0) {
      load();
    }
    int split = range * probability >> 8;
    int width;
    int bit;
    if (value >> bits > split) {
      value -= split + 1 << bits;
      width = range - split;
      bit = 1;
    } else {
      width = split + 1;
      bit = 0;
    }
    int shift = Integer.numberOfLeadingZeros(width) - 24;
    range = (width << shift) - 1;
    bits -= shift;
    return bit;
  }

  private void load() {
    int next = 0;
    if (at < end) {
      next = bytes[at++] & 0xff;
    } else {
      exhausted = true;
    }
    value = value << 8 | next;
    bits += 8;
  }

  boolean flag() {
    return bit(128) == 1;
  }

  /** Unsigned, the highest bit first. */
  int number(int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
      number = number << 1 | bit(128);
    }
    return number;
  }

  /** A number and its sign, or 0 where a flag says that there is none. */
  int optionalSigned(int count) {
    if (!flag()) {
      return 0;
    }
    int number = number(count);
    return flag() ? -number : number;
  }

  /**
   * @throws EOFException when more was read than there is
   */
  void requireEnough() throws EOFException {
    if (exhausted) {
      throw new EOFException("the data of its picture end early");
    }
  }
}
