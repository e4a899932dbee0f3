package io.engram.transformers.image.vp8l;

/** Pixels of four unsigned bytes: alpha, red, green and blue, each for itself. */
final class Argb {
  static final int BLACK = 0xff000000;
  private static final int EVEN = 0x00ff00ff;
  private static final int ODD = 0xff00ff00;

  private Argb() {}

  /** Modulo 256. */
  static int sum(int a, int b) {
    return (a & EVEN) + (b & EVEN) & EVEN | (a & ODD) + (b & ODD) & ODD;
  }

  /** Rounded down. */
  static int mean(int a, int b) {
    return ((a ^ b) >>> 1 & 0x7f7f7f7f) + (a & b);
  }

  /** a + b - c, from 0 to 255. */
  static int gradient(int a, int b, int c) {
    int pixel = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int value = (a >>> shift & 0xff) + (b >>> shift & 0xff) - (c >>> shift & 0xff);
      pixel |= Math.max(0, Math.min(value, 255)) << shift;
    }
    return pixel;
  }

  /** a + (a - b) / 2, from 0 to 255. */
  static int halfGradient(int a, int b) {
    int pixel = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int value = a >>> shift & 0xff;
      value += (value - (b >>> shift & 0xff)) / 2;
      pixel |= Math.max(0, Math.min(value, 255)) << shift;
    }
    return pixel;
  }

  /** The sum of how far the four bytes are apart. */
  static int distance(int a, int b) {
    int sum = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      sum += Math.abs((a >>> shift & 0xff) - (b >>> shift & 0xff));
    }
    return sum;
  }
}
