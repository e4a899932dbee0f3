package io.engram.transformers.image;

/**
 * How a camera was held: what has to be done to the stored rows, by the number that EXIF gives it
 * (CIPA DC-008, tag 0x0112).
 */
enum Orientation {
  UPRIGHT(1, false, false, false),
  MIRRORED(2, false, true, false),
  UPSIDE_DOWN(3, false, true, true),
  FLIPPED(4, false, false, true),
  TRANSPOSED(5, true, false, false),
  CLOCKWISE(6, true, false, true),
  TRANSVERSED(7, true, true, true),
  COUNTERCLOCKWISE(8, true, true, false);

  private final int number;
  private final boolean swapped;
  private final boolean fromRight;
  private final boolean fromBottom;

  /**
   * @param swapped whether a row of the result is a column of what is stored
   * @param fromRight whether stored columns are taken from the right
   * @param fromBottom whether stored rows are taken from the bottom
   */
  Orientation(int number, boolean swapped, boolean fromRight, boolean fromBottom) {
    this.number = number;
    this.swapped = swapped;
    this.fromRight = fromRight;
    this.fromBottom = fromBottom;
  }

  /** Upright for any number that is none. */
  static Orientation of(int number) {
    for (Orientation orientation : values()) {
      if (orientation.number == number) {
        return orientation;
      }
    }
    return UPRIGHT;
  }

  Picture apply(Picture stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int height = swapped ? stored.width() : stored.height();
    int width = swapped ? stored.height() : stored.width();
    int channels = stored.channels();
    int down = (fromBottom ? -1 : 1) * stored.width() * channels;
    int right = (fromRight ? -1 : 1) * channels;
    int first =
        (fromBottom ? (stored.height() - 1) * stored.width() * channels : 0)
            + (fromRight ? (stored.width() - 1) * channels : 0);
    int rowStep = swapped ? right : down;
    int columnStep = swapped ? down : right;
    byte[] from = stored.values();
    byte[] to = new byte[from.length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      int source = first + y * rowStep;
      for (int x = 0; x < width; x++, source += columnStep) {
        for (int c = 0; c < channels; c++) {
          to[at++] = from[source + c];
        }
      }
    }
    return new Picture(to, height, width, channels);
  }
}
