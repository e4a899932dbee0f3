package io.engram.transformers.image;

import java.util.Arrays;

/**
 * Resizes with antialiasing as Pillow 13 does: along rows first, then along columns, with 8 bit
 * values in between; the other way round where the height shrinks by more than twice what the width
 * does (older ones never did that). Only what is looked at afterwards is computed, which changes no
 * value: the middle of a picture that would become enormous costs what any other middle does.
 */
final class Resampler {
  static final int HALF = 1 << (ResampleWeights.FRACTION_BITS - 1);

  private Resampler() {}

  /**
   * A part of a picture that was resized to {@code full}.
   *
   * @param top first row of the part; the part lies within {@code full}
   * @param left first column of the part
   */
  static Picture part(
      Picture picture, PixelSize full, Resampling resampling, int top, int left, PixelSize part) {
    if (resampling == Resampling.NEAREST) {
      return nearest(picture, full, top, left, part);
    }
    Kernel kernel =
        switch (resampling) {
          case BILINEAR -> Kernel.BILINEAR;
          case BICUBIC -> Kernel.BICUBIC;
          default -> Kernel.LANCZOS;
        };
    ResampleWeights down =
        ResampleWeights.of(kernel, picture.height(), full.height(), top, part.height());
    ResampleWeights across =
        ResampleWeights.of(kernel, picture.width(), full.width(), left, part.width());
    boolean sameHeight = picture.height() == full.height();
    boolean sameWidth = picture.width() == full.width();
    if (downFirst(picture, full)) {
      int from = sameWidth ? left : across.begin();
      int columns = sameWidth ? part.width() : across.end() - from;
      Picture between = down(picture, 0, from, columns, down);
      return sameWidth ? between : new RowPairs(between, across).resized(0, part.height(), from);
    }
    int from = sameHeight ? top : down.begin();
    int rows = sameHeight ? part.height() : down.end() - from;
    Picture between =
        sameWidth
            ? cut(picture, from, rows, left, part.width())
            : new RowPairs(picture, across).resized(from, rows, 0);
    return sameHeight ? between : down(between, from, 0, part.width(), down);
  }

  private static boolean downFirst(Picture picture, PixelSize full) {
    long shorter = (long) picture.height() - full.height();
    long narrower = (long) picture.width() - full.width();
    return shorter > 0 && shorter > 2 * narrower;
  }

  private static Picture cut(Picture picture, int top, int height, int left, int width) {
    int channels = picture.channels();
    if (height == picture.height() && width == picture.width()) {
      return picture;
    }
    byte[] values = new byte[height * width * channels];
    int rowBytes = width * channels;
    for (int y = 0; y < height; y++) {
      int from = ((top + y) * picture.width() + left) * channels;
      System.arraycopy(picture.values(), from, values, y * rowBytes, rowBytes);
    }
    return new Picture(values, height, width, channels);
  }

  /**
   * @param firstRow row before resizing that is the first of {@code picture}
   * @param left first column that is resized
   */
  private static Picture down(
      Picture picture, int firstRow, int left, int width, ResampleWeights down) {
    int stride = picture.width() * picture.channels();
    int rowBytes = width * picture.channels();
    int height = down.first().length;
    byte[] from = picture.values();
    byte[] to = new byte[height * rowBytes];
    int[] sums = new int[rowBytes];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      int row = (down.first()[y] - firstRow) * stride + left * picture.channels();
      for (int weight : down.weights()[y]) {
        for (int x = 0; x < rowBytes; x++) {
          sums[x] += (from[row + x] & 0xff) * weight;
        }
        row += stride;
      }
      for (int x = 0; x < rowBytes; x++) {
        to[y * rowBytes + x] = clamped(sums[x]);
      }
    }
    return new Picture(to, height, width, picture.channels());
  }

  private static Picture nearest(
      Picture picture, PixelSize full, int top, int left, PixelSize part) {
    int[] rows = nearest(picture.height(), full.height(), top, part.height());
    int[] columns = nearest(picture.width(), full.width(), left, part.width());
    int channels = picture.channels();
    byte[] values = new byte[part.height() * part.width() * channels];
    int at = 0;
    for (int row : rows) {
      for (int column : columns) {
        int from = (row * picture.width() + column) * channels;
        for (int c = 0; c < channels; c++) {
          values[at++] = picture.values()[from + c];
        }
      }
    }
    return new Picture(values, part.height(), part.width(), channels);
  }

  /** Old pixel of each new one; summed up step by step, so that Pillow's rounding is met. */
  private static int[] nearest(int from, int to, int start, int count) {
    double step = (double) from / to;
    double position = step * 0.5;
    int[] old = new int[count];
    for (int i = 0; i < start + count; i++) {
      if (i >= start) {
        old[i - start] = Math.min(from - 1, (int) position);
      }
      position += step;
    }
    return old;
  }

  static byte clamped(int sum) {
    int value = sum >> ResampleWeights.FRACTION_BITS;
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }
}
