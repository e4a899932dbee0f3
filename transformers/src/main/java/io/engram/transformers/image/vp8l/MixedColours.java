package io.engram.transformers.image.vp8l;

/**
 * Parts of green and red were subtracted from red and blue (the colour transform of section 3.5.2).
 *
 * @param factors in 32nds, signed: of green in red (the lowest byte), of green in blue, of red in
 *     blue
 */
record MixedColours(Tiles factors, int width) implements Transform {
  @Override
  public void undo(int[] row, int y) {
    for (int x = 0; x < width; ) {
      int all = factors.at(x, y);
      int end = Math.min(factors.end(x), width);
      undo(row, x, end, (byte) all, (byte) (all >> 8), (byte) (all >> 16));
      x = end;
    }
  }

  private static void undo(
      int[] row, int from, int to, int greenInRed, int greenInBlue, int redInBlue) {
    for (int x = from; x < to; x++) {
      int pixel = row[x];
      int green = (byte) (pixel >> 8);
      int red = (pixel >> 16) + (greenInRed * green >> 5) & 0xff;
      int blue = pixel + (greenInBlue * green >> 5) + (redInBlue * (byte) red >> 5) & 0xff;
      row[x] = pixel & 0xff00ff00 | red << 16 | blue;
    }
  }
}
