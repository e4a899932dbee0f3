package io.engram.transformers.image;

/**
 * The pass along rows, two rows at a time: a value of each shares a {@code long}, so that one
 * multiplication serves both. A sum of weights and bytes fits 32 signed bits; what the lower half
 * borrows from the upper one when it is negative is given back at the end.
 */
final class RowPairs {
  private static final long HALVES = Resampler.HALF | (long) Resampler.HALF << 32;

  private final Picture picture;
  private final ResampleWeights across;
  private final int width;

  /** The columns that any new pixel needs. */
  private final long[] line;

  RowPairs(Picture picture, ResampleWeights across) {
    this.picture = picture;
    this.across = across;
    this.width = across.first().length;
    this.line = new long[(across.end() - across.begin()) * picture.channels()];
  }

  /**
   * Resizes.
   *
   * @param top first row
   * @param firstColumn column before resizing that is the first of the picture
   */
  Picture resized(int top, int height, int firstColumn) {
    int channels = picture.channels();
    int rowBytes = width * channels;
    byte[] to = new byte[height * rowBytes];
    for (int y = 0; y < height; y += 2) {
      // A last row without another is its own pair.
      int second = Math.min(y + 1, height - 1);
      int from = (across.begin() - firstColumn) * channels;
      int stride = picture.width() * channels;
      load((top + y) * stride + from, (top + second) * stride + from);
      if (channels == 3) {
        colours(to, y * rowBytes, second * rowBytes);
      } else {
        grey(to, y * rowBytes, second * rowBytes);
      }
    }
    return new Picture(to, height, width, channels);
  }

  private void load(int row, int second) {
    byte[] from = picture.values();
    for (int i = 0; i < line.length; i++) {
      line[i] = from[row + i] & 0xffL | (from[second + i] & 0xffL) << 32;
    }
  }

  private void colours(byte[] to, int row, int second) {
    for (int x = 0; x < width; x++) {
      int pixel = (across.first()[x] - across.begin()) * 3;
      long red = HALVES;
      long green = HALVES;
      long blue = HALVES;
      for (long weight : across.weights()[x]) {
        red += line[pixel] * weight;
        green += line[pixel + 1] * weight;
        blue += line[pixel + 2] * weight;
        pixel += 3;
      }
      put(red, to, row + 3 * x, second + 3 * x);
      put(green, to, row + 3 * x + 1, second + 3 * x + 1);
      put(blue, to, row + 3 * x + 2, second + 3 * x + 2);
    }
  }

  private void grey(byte[] to, int row, int second) {
    for (int x = 0; x < width; x++) {
      int pixel = across.first()[x] - across.begin();
      long sum = HALVES;
      for (long weight : across.weights()[x]) {
        sum += line[pixel++] * weight;
      }
      put(sum, to, row + x, second + x);
    }
  }

  private static void put(long sums, byte[] to, int row, int second) {
    int lower = (int) sums;
    to[row] = Resampler.clamped(lower);
    to[second] = Resampler.clamped((int) (sums - lower >> 32));
  }
}
