package io.engram.adapters.pretraining;

import io.engram.transformers.input.Pixels;

/**
 * Where each pixel of a new picture comes from, in pixels around the middle: {@code x' = a x + b y
 * + c} and {@code y' = d x + e y + f}. Values between pixels are bilinear, beyond the edge those of
 * the edge.
 */
record AffineMap(double a, double b, double c, double d, double e, double f) {

  /**
   * What is done to a picture: mirrored, sheared, scaled, turned, moved, in this order.
   *
   * @param right as a share of the width
   * @param down as a share of the height
   * @param scale factor of its size
   * @param turn clockwise, in radians
   * @param shear pixels to the right for each pixel down
   * @param mirrored left to right
   */
  record Change(
      double right, double down, double scale, double turn, double shear, boolean mirrored) {}

  /** The reverse of a change: from places in the new picture to those in the old one. */
  static AffineMap of(Pixels picture, Change change) {
    double cos = Math.cos(change.turn()) / change.scale();
    double sin = Math.sin(change.turn()) / change.scale();
    double right = change.right() * picture.width();
    double down = change.down() * picture.height();
    // Turned back and made smaller again ...
    double a = cos;
    double b = sin;
    double d = -sin;
    double e = cos;
    // ... then sheared back, then mirrored.
    a -= change.shear() * d;
    b -= change.shear() * e;
    double side = change.mirrored() ? -1 : 1;
    a *= side;
    b *= side;
    return new AffineMap(a, b, -a * right - b * down, d, e, -d * right - e * down);
  }

  Pixels apply(Pixels picture) {
    int height = picture.height();
    int width = picture.width();
    int channels = picture.channels();
    byte[] source = picture.values();
    byte[] target = new byte[source.length];
    double middleX = (width - 1) / 2.0;
    double middleY = (height - 1) / 2.0;
    int at = 0;
    for (int row = 0; row < height; row++) {
      double y = row - middleY;
      for (int column = 0; column < width; column++) {
        double x = column - middleX;
        double fromX = clamp(a * x + b * y + c + middleX, width - 1);
        double fromY = clamp(d * x + e * y + f + middleY, height - 1);
        int left = (int) fromX;
        int top = (int) fromY;
        int toRight = left + 1 < width ? channels : 0;
        int below = top + 1 < height ? width * channels : 0;
        double u = fromX - left;
        double v = fromY - top;
        int corner = (top * width + left) * channels;
        for (int channel = 0; channel < channels; channel++, corner++) {
          double upper = mix(source[corner] & 0xff, source[corner + toRight] & 0xff, u);
          double lower =
              mix(source[corner + below] & 0xff, source[corner + below + toRight] & 0xff, u);
          target[at++] = (byte) Math.round(mix(upper, lower, v));
        }
      }
    }
    return new Pixels(target, height, width, channels, picture.length());
  }

  private static double mix(double from, double to, double share) {
    return from + (to - from) * share;
  }

  private static double clamp(double value, int last) {
    return Math.max(0, Math.min(last, value));
  }
}
