package io.engram.transformers.image.vp8;

import java.util.Arrays;

/** What a block is expected to be, from the pixels above and to the left (section 12). */
final class Prediction {
  static final int DC = 0;
  static final int TRUE_MOTION = 1;
  static final int VERTICAL = 2;
  static final int HORIZONTAL = 3;

  private Prediction() {}

  /** A square of luma (16) or chroma (8) of the macroblock in a column and a row. */
  static void square(Plane plane, int size, int column, int row, int mode) {
    int at = plane.at(column * size, row * size);
    switch (mode) {
      case DC -> flat(plane, size, at, mean(plane, size, at, row > 0, column > 0));
      case TRUE_MOTION -> trueMotion(plane, size, at);
      case VERTICAL -> {
        for (int y = 0; y < size; y++) {
          int to = at + y * plane.stride;
          System.arraycopy(plane.pixels, at - plane.stride, plane.pixels, to, size);
        }
      }
      default -> {
        for (int y = 0; y < size; y++) {
          int to = at + y * plane.stride;
          Arrays.fill(plane.pixels, to, to + size, plane.pixels[to - 1]);
        }
      }
    }
  }

  private static int mean(Plane plane, int size, int at, boolean above, boolean left) {
    if (!above && !left) {
      return 128;
    }
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += above ? plane.get(at - plane.stride + i) : 0;
      sum += left ? plane.get(at + i * plane.stride - 1) : 0;
    }
    int count = above && left ? 2 * size : size;
    return (sum + count / 2) / count;
  }

  private static void flat(Plane plane, int size, int at, int value) {
    for (int y = 0; y < size; y++) {
      int to = at + y * plane.stride;
      Arrays.fill(plane.pixels, to, to + size, (byte) value);
    }
  }

  private static void trueMotion(Plane plane, int size, int at) {
    int above = at - plane.stride;
    int corner = plane.get(above - 1);
    for (int y = 0; y < size; y++) {
      int row = at + y * plane.stride;
      int base = plane.get(row - 1) - corner;
      for (int x = 0; x < size; x++) {
        plane.set(row + x, base + plane.get(above + x));
      }
    }
  }

  /**
   * A block of 4 x 4 pixels of luma.
   *
   * @param edge pixels around it, from the lowest at the left over the corner (index 4) to the
   *     eighth above: {@code [13]}
   */
  static void block(Plane plane, int at, int mode, int[] edge) {
    if (mode == TRUE_MOTION) {
      trueMotion(plane, 4, at);
      return;
    }
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        plane.set(at + y * plane.stride + x, pixel(mode, edge, x, y));
      }
    }
  }

  private static int pixel(int mode, int[] edge, int x, int y) {
    return switch (mode) {
      case 0 -> mean(edge);
      case 2 -> three(edge, 5 + x);
      case 3 -> y < 3 ? three(edge, 3 - y) : edge[1] + 3 * edge[0] + 2 >> 2;
      case 4 -> x + y < 6 ? three(edge, 6 + x + y) : edge[11] + 3 * edge[12] + 2 >> 2;
      case 5 -> three(edge, 4 + x - y);
      case 6 -> downRight(edge, x, y);
      case 7 -> downLeft(edge, x, y);
      case 8 -> rightDown(edge, x, y);
      default -> rightUp(edge, x, y);
    };
  }

  private static int mean(int[] edge) {
    int sum = 4;
    for (int i = 0; i < 4; i++) {
      sum += edge[i] + edge[5 + i];
    }
    return sum >> 3;
  }

  /** Steeply down to the right. */
  private static int downRight(int[] edge, int x, int y) {
    int twice = 2 * x - y;
    if (twice < 0) {
      // -1: the corner's neighbours; -2, -3: down the left side.
      return three(edge, 5 + twice);
    }
    int from = 4 + x - (y >> 1);
    return (y & 1) == 0 ? two(edge, from) : three(edge, from);
  }

  /** Steeply down to the left; the two last pixels are where they do not follow the rule. */
  private static int downLeft(int[] edge, int x, int y) {
    if (x == 3 && y >= 2) {
      return three(edge, 8 + y);
    }
    int from = 5 + x + (y >> 1);
    return (y & 1) == 0 ? two(edge, from) : three(edge, from + 1);
  }

  /** Slightly down from the left. */
  private static int rightDown(int[] edge, int x, int y) {
    int twice = 2 * y - x;
    if (twice < 0) {
      return three(edge, 3 - twice);
    }
    int from = 3 - y + (x >> 1);
    return (x & 1) == 0 ? two(edge, from) : three(edge, from + 1);
  }

  /** Slightly up from the left. */
  private static int rightUp(int[] edge, int x, int y) {
    int twice = x + 2 * y;
    if (twice > 5) {
      return edge[0];
    }
    if (twice == 5) {
      return edge[1] + 3 * edge[0] + 2 >> 2;
    }
    int from = 3 - (twice >> 1);
    return (twice & 1) == 0 ? two(edge, from - 1) : three(edge, from - 1);
  }

  private static int two(int[] edge, int first) {
    return edge[first] + edge[first + 1] + 1 >> 1;
  }

  private static int three(int[] edge, int middle) {
    return edge[middle - 1] + 2 * edge[middle] + edge[middle + 1] + 2 >> 2;
  }
}
