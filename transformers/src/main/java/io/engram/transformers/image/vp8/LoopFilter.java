package io.engram.transformers.image.vp8;

/** Smooths the edges of macroblocks and blocks of a whole frame (section 15). */
final class LoopFilter {
  private final Plane plane;
  private final int size;

  /**
   * @param size of a macroblock in this plane: 16 or 8
   */
  LoopFilter(Plane plane, int size) {
    this.plane = plane;
    this.size = size;
  }

  /**
   * How strongly a macroblock is smoothed.
   *
   * @param limit for the difference across an edge; 0 for no smoothing
   * @param interior for the differences beside it
   * @param variance above which only the two nearest pixels change
   * @param inner whether edges within the macroblock are smoothed too
   */
  record Strength(int limit, int interior, int variance, boolean inner) {

    static Strength of(int level, int sharpness, boolean inner) {
      if (level == 0) {
        return new Strength(0, 0, 0, false);
      }
      int interior = level;
      if (sharpness > 0) {
        interior = Math.min(interior >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
      }
      interior = Math.max(1, interior);
      int variance = level >= 40 ? 2 : level >= 15 ? 1 : 0;
      return new Strength(2 * level + interior, interior, variance, inner);
    }
  }

  void normal(int column, int row, Strength strength) {
    int at = plane.at(column * size, row * size);
    int outer = 2 * (strength.limit() + 4) + 1;
    int within = 2 * strength.limit() + 1;
    if (column > 0) {
      edge(at, 1, plane.stride, outer, strength, true);
    }
    if (strength.inner()) {
      for (int x = 4; x < size; x += 4) {
        edge(at + x, 1, plane.stride, within, strength, false);
      }
    }
    if (row > 0) {
      edge(at, plane.stride, 1, outer, strength, true);
    }
    if (strength.inner()) {
      for (int y = 4; y < size; y += 4) {
        edge(at + y * plane.stride, plane.stride, 1, within, strength, false);
      }
    }
  }

  void simple(int column, int row, Strength strength) {
    int at = plane.at(column * size, row * size);
    int outer = 2 * (strength.limit() + 4) + 1;
    int within = 2 * strength.limit() + 1;
    if (column > 0) {
      simpleEdge(at, 1, plane.stride, outer);
    }
    if (strength.inner()) {
      for (int x = 4; x < size; x += 4) {
        simpleEdge(at + x, 1, plane.stride, within);
      }
    }
    if (row > 0) {
      simpleEdge(at, plane.stride, 1, outer);
    }
    if (strength.inner()) {
      for (int y = 4; y < size; y += 4) {
        simpleEdge(at + y * plane.stride, plane.stride, 1, within);
      }
    }
  }

  private void simpleEdge(int at, int across, int along, int limit) {
    for (int i = 0; i < size; i++, at += along) {
      if (step(at, across) <= limit) {
        nearest(at, across);
      }
    }
  }

  /**
   * @param at first pixel behind the edge
   * @param across step over the edge
   * @param along step to the edge's next pixel
   */
  private void edge(
      int at, int across, int along, int limit, Strength strength, boolean macroblock) {
    for (int i = 0; i < size; i++, at += along) {
      if (step(at, across) > limit || !calm(at, across, strength.interior())) {
        continue;
      }
      boolean varied =
          distance(at - 2 * across, at - across) > strength.variance()
              || distance(at + across, at) > strength.variance();
      if (varied) {
        nearest(at, across);
      } else if (macroblock) {
        three(at, across);
      } else {
        two(at, across);
      }
    }
  }

  private int distance(int a, int b) {
    return Math.abs(plane.get(a) - plane.get(b));
  }

  private int step(int at, int across) {
    return 4 * distance(at - across, at) + distance(at - 2 * across, at + across);
  }

  private boolean calm(int at, int across, int interior) {
    return distance(at - 4 * across, at - 3 * across) <= interior
        && distance(at - 3 * across, at - 2 * across) <= interior
        && distance(at - 2 * across, at - across) <= interior
        && distance(at + 3 * across, at + 2 * across) <= interior
        && distance(at + 2 * across, at + across) <= interior
        && distance(at + across, at) <= interior;
  }

  private void nearest(int at, int across) {
    int outer = signed(plane.get(at - 2 * across) - plane.get(at + across));
    int a = 3 * (plane.get(at) - plane.get(at - across)) + outer;
    move(at, 0, across, signed(a + 4) >> 3, signed(a + 3) >> 3);
  }

  private void two(int at, int across) {
    int a = 3 * (plane.get(at) - plane.get(at - across));
    int first = signed(a + 4) >> 3;
    int outer = first + 1 >> 1;
    move(at, 0, across, first, signed(a + 3) >> 3);
    move(at, 1, across, outer, outer);
  }

  private void three(int at, int across) {
    int outer = signed(plane.get(at - 2 * across) - plane.get(at + across));
    int a = signed(3 * (plane.get(at) - plane.get(at - across)) + outer);
    for (int i = 0; i < 3; i++) {
      int by = (27 - 9 * i) * a + 63 >> 7;
      move(at, i, across, by, by);
    }
  }

  /** Takes from the pixel behind the edge and gives to the one before it. */
  private void move(int at, int distance, int across, int behind, int before) {
    int q = at + distance * across;
    int p = at - (distance + 1) * across;
    plane.set(q, plane.get(q) - behind);
    plane.set(p, plane.get(p) + before);
  }

  private static int signed(int value) {
    return Math.max(-128, Math.min(value, 127));
  }
}
