package io.engram.transformers.image.vp8l;

/** Green was subtracted from red and blue (section 3.5.3). */
record SubtractedGreen(int width) implements Transform {
  @Override
  public void undo(int[] row, int y) {
    for (int x = 0; x < width; x++) {
      int green = row[x] >> 8 & 0xff;
      row[x] = Argb.sum(row[x], green << 16 | green);
    }
  }
}
