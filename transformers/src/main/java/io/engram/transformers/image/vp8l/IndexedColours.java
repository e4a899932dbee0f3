package io.engram.transformers.image.vp8l;

import java.io.IOException;

/**
 * Pixels are numbers of colours, in green; of up to 16 colours several share a pixel (section
 * 3.5.4).
 *
 * @param colours {@code [256]}, or as many as the bits of a number tell apart; transparent black
 *     behind the last
 * @param bundle how many pixels share one: 1 shifted to the left by it
 */
record IndexedColours(int[] colours, int bundle, int width) implements Transform {

  /**
   * @param width of rows when they are undone
   * @throws IOException when the data end early or are damaged
   */
  static IndexedColours read(BitReader in, int width, Runnable everyRow) throws IOException {
    int count = 1 + in.number(8);
    int bundle = count > 16 ? 0 : count > 4 ? 1 : count > 2 ? 2 : 3;
    int[] differences = CodedImage.read(in, count, 1, everyRow);
    int[] colours = new int[1 << (8 >> bundle)];
    colours[0] = differences[0];
    for (int i = 1; i < count; i++) {
      colours[i] = Argb.sum(colours[i - 1], differences[i]);
    }
    return new IndexedColours(colours, bundle, width);
  }

  /** Width of rows before they are undone. */
  int storedWidth() {
    return Tiles.count(width, bundle);
  }

  /** From the right to the left: a pixel's number is never to the right of it. */
  @Override
  public void undo(int[] row, int y) {
    int bits = 8 >> bundle;
    for (int x = width - 1; x >= 0; x--) {
      int shift = 8 + bits * (x & (1 << bundle) - 1);
      row[x] = colours[row[x >> bundle] >> shift & colours.length - 1];
    }
  }
}
