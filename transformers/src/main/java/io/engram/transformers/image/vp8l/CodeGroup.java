package io.engram.transformers.image.vp8l;

import java.io.IOException;

/**
 * The five prefix codes of a pixel (section 3.7.2).
 *
 * @param green of green values, and of what comes instead of a pixel: see {@link CodedImage}
 * @param distance of how far back a copy begins
 */
record CodeGroup(
    PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {
  private static final int VALUES = 256;
  private static final int DISTANCES = 40;

  static CodeGroup read(BitReader in, CodeLengths lengths, int greens) throws IOException {
    return new CodeGroup(
        lengths.read(in, greens),
        lengths.read(in, VALUES),
        lengths.read(in, VALUES),
        lengths.read(in, VALUES),
        lengths.read(in, DISTANCES));
  }

  static void skip(BitReader in, CodeLengths lengths, int greens) throws IOException {
    lengths.skip(in, greens);
    for (int i = 0; i < 3; i++) {
      lengths.skip(in, VALUES);
    }
    lengths.skip(in, DISTANCES);
  }

  /** Of memory, roughly. */
  int bytes() {
    return green.bytes() + red.bytes() + blue.bytes() + alpha.bytes() + distance.bytes();
  }

  /** Red, blue and alpha of the pixel of which green was read. */
  int pixel(BitReader in, int green) {
    int pixel = green << 8 | red.read(in) << 16;
    in.fill();
    return pixel | blue.read(in) | alpha.read(in) << 24;
  }
}
