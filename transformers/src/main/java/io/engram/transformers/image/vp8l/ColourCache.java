package io.engram.transformers.image.vp8l;

/** Colours that occurred lately, each in a place that follows from it (section 3.6.2.3). */
final class ColourCache {
  private static final int FACTOR = 0x1e35a7bd;

  private final int[] colours;
  private final int shift;

  /** Pixels before this one are in. */
  private int next;

  /**
   * @param bits of a place: 1 to 11
   */
  ColourCache(int bits) {
    colours = new int[1 << bits];
    shift = 32 - bits;
  }

  /**
   * The colour in a place.
   *
   * @param pixels of the image
   * @param at the pixel that has it; those before are put in first
   */
  int colour(int place, int[] pixels, int at) {
    for (; next < at; next++) {
      int pixel = pixels[next];
      colours[pixel * FACTOR >>> shift] = pixel;
    }
    return colours[place];
  }
}
