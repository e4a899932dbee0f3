package io.engram.transformers.image.vp8l;

import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes the pixels of an image, the picture's own or a small one that belongs to it (sections
 * 3.6.2 and 3.7.3). What is read of the first prefix code is one of three: a green value, and the
 * other colours follow; the length of a copy, and its distance follows; a place in the cache of
 * colours.
 */
final class CodedImage {
  private static final int COPIES = 256;
  private static final int PLACES = COPIES + 24;
  private static final int MOST_CACHE_BITS = 11;

  private final BitReader in;
  private final int width;
  private final int[] pixels;
  private final CodeGroups groups;

  /** Null for none. */
  private final ColourCache cache;

  private CodedImage(BitReader in, int width, int height, CodeGroups groups, ColourCache cache) {
    this.in = in;
    this.width = width;
    this.groups = groups;
    this.cache = cache;
    pixels = new int[width * height];
  }

  /**
   * An image with one group of codes.
   *
   * @param everyRow is run once a row and once a group of codes; what it throws ends the decoding
   * @return alpha, red, green and blue from the highest to the lowest bits: {@code [height, width]}
   * @throws IOException when the data end early or are damaged
   */
  static int[] read(BitReader in, int width, int height, Runnable everyRow) throws IOException {
    return read(in, width, height, false, everyRow);
  }

  /** The picture itself, which may have codes that differ from tile to tile; else the same. */
  static int[] readPicture(BitReader in, int width, int height, Runnable everyRow)
      throws IOException {
    return read(in, width, height, true, everyRow);
  }

  private static int[] read(BitReader in, int width, int height, boolean picture, Runnable everyRow)
      throws IOException {
    int cacheBits = in.flag() ? cacheBits(in) : 0;
    int greens = PLACES + (cacheBits > 0 ? 1 << cacheBits : 0);
    Tiles tiles = picture && in.flag() ? groupNumbers(in, width, height, everyRow) : Tiles.one();
    CodeGroups groups = CodeGroups.read(in, tiles, greens, width * height, everyRow);
    ColourCache cache = cacheBits > 0 ? new ColourCache(cacheBits) : null;
    return new CodedImage(in, width, height, groups, cache).decode(everyRow);
  }

  private static int cacheBits(BitReader in) throws IOException {
    int bits = in.number(4);
    if (bits < 1 || bits > MOST_CACHE_BITS) {
      throw in.damage("there is no cache of colours with %d bits".formatted(bits));
    }
    return bits;
  }

  /** The entropy image; numbers are in its red and green. */
  private static Tiles groupNumbers(BitReader in, int width, int height, Runnable everyRow)
      throws IOException {
    Tiles tiles = Tiles.read(in, width, height, everyRow);
    int[] values = tiles.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] >> 8 & 0xffff;
    }
    return tiles;
  }

  private int[] decode(Runnable everyRow) throws IOException {
    CodeGroup codes = null;
    int codesEnd = 0;
    int row = -1;
    int at = 0;
    while (at < pixels.length) {
      if (at >= codesEnd) {
        int y = at / width;
        int x = at - y * width;
        if (y > row) {
          in.requireEnough();
          everyRow.run();
          row = y;
        }
        codes = groups.at(x, y);
        codesEnd = at - x + Math.min(groups.end(x), width);
      }
      in.fill();
      int green = codes.green().read(in);
      if (green < COPIES) {
        pixels[at++] = codes.pixel(in, green);
      } else if (green < PLACES) {
        at += copy(at, Distances.number(in, green - COPIES), codes.distance());
      } else {
        pixels[at] = cache.colour(green - PLACES, pixels, at);
        at++;
      }
    }
    in.requireEnough();
    return pixels;
  }

  /** Returns how many pixels were copied. */
  private int copy(int at, int length, PrefixCode distances) throws IOException {
    in.fill();
    int number = Distances.number(in, distances.read(in));
    int distance = Distances.pixels(number, width);
    if (distance > at) {
      throw in.damage("it copies pixels from before its first");
    }
    if (length > pixels.length - at) {
      throw in.damage("it copies pixels beyond its last");
    }
    if (distance >= length) {
      System.arraycopy(pixels, at - distance, pixels, at, length);
    } else if (distance == 1) {
      Arrays.fill(pixels, at, at + length, pixels[at - 1]);
    } else {
      for (int i = at; i < at + length; i++) {
        pixels[i] = pixels[i - distance];
      }
    }
    return length;
  }
}
