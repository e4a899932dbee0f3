package io.engram.transformers.image.vp8;

/** Chroma of half the size to colours, as libwebp does it unless asked for speed. */
final class Upsampling {
  private final Plane luma;
  private final Plane blue;
  private final Plane red;
  private final int width;
  private final byte[] colours;

  private Upsampling(Plane luma, Plane blue, Plane red, int width, int height) {
    this.luma = luma;
    this.blue = blue;
    this.red = red;
    this.width = width;
    this.colours = new byte[height * width * 3];
  }

  /** Red, green and blue {@code [height, width, 3]}. */
  static byte[] colours(Plane luma, Plane blue, Plane red, int width, int height) {
    Upsampling upsampling = new Upsampling(luma, blue, red, width, height);
    int lastChroma = (height + 1) / 2 - 1;
    for (int y = 0; y < height; y++) {
      int near = y / 2;
      // Even rows look at the chroma row above, odd ones at the row below.
      int far = Math.max(0, Math.min((y & 1) == 0 ? near - 1 : near + 1, lastChroma));
      upsampling.row(y, near, far);
    }
    return upsampling.colours;
  }

  /** Weights 9, 3, 3, 1 of the four nearest, in the two steps of rounding that libwebp has. */
  private void row(int y, int nearRow, int farRow) {
    int near = blue.at(0, nearRow);
    int far = blue.at(0, farRow);
    put(0, y, edge(blue, near, far), edge(red, near, far));
    for (int x = 1; x <= (width - 1) / 2; x++) {
      put(
          2 * x - 1,
          y,
          inner(blue, near + x - 1, far + x - 1, 1),
          inner(red, near + x - 1, far + x - 1, 1));
      put(2 * x, y, inner(blue, near + x, far + x, -1), inner(red, near + x, far + x, -1));
    }
    if ((width & 1) == 0) {
      int last = width / 2 - 1;
      put(width - 1, y, edge(blue, near + last, far + last), edge(red, near + last, far + last));
    }
  }

  private static int edge(Plane plane, int near, int far) {
    return 3 * plane.get(near) + plane.get(far) + 2 >> 2;
  }

  /**
   * @param side to the neighbour that comes second: 1 or -1
   */
  private static int inner(Plane plane, int near, int far, int side) {
    int nearest = plane.get(near);
    int across = plane.get(far + side);
    int beside = plane.get(near + side);
    int over = plane.get(far);
    int sum = nearest + across + beside + over + 8;
    int diagonal = sum + 2 * (beside + over) >> 3;
    return diagonal + nearest >> 1;
  }

  /** ITU-R BT.601 from 16 to 235, in libwebp's 14 bits. */
  private void put(int x, int y, int cb, int cr) {
    int at = (y * width + x) * 3;
    int scaled = luma.get(luma.at(x, y)) * 19077 >> 8;
    colours[at] = clipped(scaled + (cr * 26149 >> 8) - 14234);
    colours[at + 1] = clipped(scaled - (cb * 6419 >> 8) - (cr * 13320 >> 8) + 8708);
    colours[at + 2] = clipped(scaled + (cb * 33050 >> 8) - 17685);
  }

  private static byte clipped(int value) {
    return (byte) (value < 0 ? 0 : Math.min(value >> 6, 255));
  }
}
