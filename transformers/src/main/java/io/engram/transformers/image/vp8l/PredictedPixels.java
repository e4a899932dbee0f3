package io.engram.transformers.image.vp8l;

import static io.engram.transformers.image.vp8l.Argb.distance;
import static io.engram.transformers.image.vp8l.Argb.gradient;
import static io.engram.transformers.image.vp8l.Argb.halfGradient;
import static io.engram.transformers.image.vp8l.Argb.mean;
import static io.engram.transformers.image.vp8l.Argb.sum;

/** What is expected from neighbours was subtracted from pixels (section 3.5.1). */
final class PredictedPixels implements Transform {
  private final Tiles modes;
  private final int width;

  /** The row above, and behind it the first pixel of the row itself. */
  private final int[] above;

  /**
   * @param modes of each tile, in green
   */
  PredictedPixels(Tiles modes, int width) {
    this.modes = modes;
    this.width = width;
    this.above = new int[width + 1];
  }

  @Override
  public void undo(int[] row, int y) {
    if (y == 0) {
      row[0] = sum(row[0], Argb.BLACK);
      undo(1, row, 1, width);
    } else {
      row[0] = sum(row[0], above[0]);
      above[width] = row[0];
      for (int x = 1; x < width; ) {
        int end = Math.min(modes.end(x), width);
        undo(modes.at(x, y) >> 8 & 15, row, x, end);
        x = end;
      }
    }
    System.arraycopy(row, 0, above, 0, width);
  }

  private void undo(int mode, int[] row, int from, int to) {
    int left = row[from - 1];
    for (int x = from; x < to; x++) {
      left = sum(row[x], expected(mode, left, x));
      row[x] = left;
    }
  }

  private int expected(int mode, int left, int x) {
    return switch (mode) {
      case 1 -> left;
      case 2 -> above[x];
      case 3 -> above[x + 1];
      case 4 -> above[x - 1];
      case 5 -> mean(mean(left, above[x + 1]), above[x]);
      case 6 -> mean(left, above[x - 1]);
      case 7 -> mean(left, above[x]);
      case 8 -> mean(above[x - 1], above[x]);
      case 9 -> mean(above[x], above[x + 1]);
      case 10 -> mean(mean(left, above[x - 1]), mean(above[x], above[x + 1]));
      case 11 -> nearer(left, above[x], above[x - 1]);
      case 12 -> gradient(left, above[x], above[x - 1]);
      case 13 -> halfGradient(mean(left, above[x]), above[x - 1]);
      default -> Argb.BLACK;
    };
  }

  /** Left or above, whichever is nearer to left + above - corner. */
  private static int nearer(int left, int above, int corner) {
    return distance(above, corner) < distance(left, corner) ? left : above;
  }
}
