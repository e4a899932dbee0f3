package io.engram.transformers.image.vp8l;

import java.io.IOException;

/**
 * A small image that has one value for each square tile of another.
 *
 * @param values {@code [tiles down, across]}
 * @param bits of a tile's side: 2 to 9
 */
record Tiles(int[] values, int bits, int across) {

  /** One tile that is larger than any image, with 0. */
  static Tiles one() {
    return new Tiles(new int[1], 30, 1);
  }

  /**
   * @param width of the image that is divided
   * @throws IOException when the data end early or are damaged
   */
  static Tiles read(BitReader in, int width, int height, Runnable everyRow) throws IOException {
    int bits = 2 + in.number(3);
    int across = count(width, bits);
    int[] values = CodedImage.read(in, across, count(height, bits), everyRow);
    return new Tiles(values, bits, across);
  }

  /** How many tiles cover a side. */
  static int count(int side, int bits) {
    return side + (1 << bits) - 1 >> bits;
  }

  /** The value of a pixel's tile. */
  int at(int x, int y) {
    return values[(y >> bits) * across + (x >> bits)];
  }

  /** Where the tile to the right of a pixel's own begins. */
  int end(int x) {
    return (x | (1 << bits) - 1) + 1;
  }
}
