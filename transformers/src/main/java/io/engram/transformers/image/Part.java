package io.engram.transformers.image;

/**
 * A part of a resized picture.
 *
 * @param top first row
 * @param left first column
 * @param size it lies within the picture
 */
record Part(int top, int left, PixelSize size) {

  /**
   * What the centre crop leaves of a picture, without what it fills up.
   *
   * @param full size of the resized picture
   */
  static Part seen(PixelSize full, ImageSettings settings) {
    int height = Math.min(full.height(), settings.size().height());
    int width = Math.min(full.width(), settings.size().width());
    return around(full, new PixelSize(height, width), settings);
  }

  /**
   * The part that stands for the whole: a picture of it alone is resized to its own size, so that
   * no pixel of it changes, and the centre crop of it shows the same. Where the shorter edge is
   * resized to {@code e}, each side has to have {@code e} pixels for that; else what is seen does
   * it.
   *
   * @param full size of the resized picture
   */
  static Part kept(PixelSize full, ImageSettings settings) {
    Resize resize = settings.resize();
    if (resize instanceof Resize.Exact) {
      return new Part(0, 0, full);
    }
    int least = resize instanceof Resize.ShortestEdge shortest ? shortest.edge() : 1;
    Part seen = seen(full, settings);
    int height = Math.max(least, seen.size().height());
    int width = Math.max(least, seen.size().width());
    return around(full, new PixelSize(height, width), settings);
  }

  /**
   * Hugging Face rounds half a pixel up and to the left. Negative where {@code full} is smaller.
   */
  static int offset(int full, int seen) {
    return Math.floorDiv(full - seen, 2);
  }

  private static Part around(PixelSize full, PixelSize part, ImageSettings settings) {
    return new Part(
        start(full.height(), part.height(), settings.size().height()),
        start(full.width(), part.width(), settings.size().width()),
        part);
  }

  /** Where a part begins of which the crop is the same as of the whole. */
  private static int start(int full, int part, int crop) {
    return Math.max(offset(full, crop), 0) - Math.max(offset(part, crop), 0);
  }
}
