package io.engram.transformers.image.vp8;

import java.util.Arrays;

/**
 * Luma or one chroma of a frame in whole macroblocks, with the border that prediction looks at: a
 * row of 127 above, a column of 129 to the left, four pixels of 127 above and beyond the right
 * edge.
 */
final class Plane {
  private static final int ABOVE = 127;
  private static final int LEFT = 129;
  private static final int BEYOND = 4;

  final byte[] pixels;
  final int stride;

  Plane(int width, int height) {
    stride = 1 + width + BEYOND;
    pixels = new byte[stride * (height + 1)];
    Arrays.fill(pixels, 0, stride, (byte) ABOVE);
    for (int y = 1; y <= height; y++) {
      pixels[y * stride] = (byte) LEFT;
    }
  }

  /** Where a pixel is. */
  int at(int x, int y) {
    return (y + 1) * stride + 1 + x;
  }

  int get(int index) {
    return pixels[index] & 0xff;
  }

  void set(int index, int value) {
    pixels[index] = (byte) (value < 0 ? 0 : Math.min(value, 255));
  }
}
