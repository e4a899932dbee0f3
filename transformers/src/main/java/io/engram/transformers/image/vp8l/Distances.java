package io.engram.transformers.image.vp8l;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Lengths of copies, and how far back they begin (section 3.6.2.2). */
final class Distances {
  private static final int ROWS = 8;
  private static final int COLUMNS = 8;

  /** Pixels that have short numbers, the first one has 1. */
  private static final Near[] NEAREST = nearest();

  private record Near(int left, int up) {}

  private Distances() {}

  /**
   * The 120 pixels in at most 7 rows above, from 8 columns to the left to 7 to the right. Ordered
   * by how near they are; at the same distance by columns, and the one to the left first. (The
   * section lists them; this is the order that they are in.)
   */
  private static Near[] nearest() {
    Comparator<Near> order =
        Comparator.comparingInt((Near near) -> near.left * near.left + near.up * near.up)
            .thenComparingInt(near -> Math.abs(near.left))
            .thenComparingInt(near -> -near.left);
    return IntStream.range(0, ROWS * 2 * COLUMNS)
        .mapToObj(i -> new Near(COLUMNS - i % (2 * COLUMNS), i / (2 * COLUMNS)))
        .filter(near -> near.up > 0 || near.left > 0)
        .sorted(order)
        .toArray(Near[]::new);
  }

  /** A length or the number of a distance, of which the first bits are the symbol: from 1 on. */
  static int number(BitReader in, int symbol) {
    if (symbol < 4) {
      return symbol + 1;
    }
    int bits = symbol - 2 >> 1;
    return (2 + (symbol & 1) << bits) + in.number(bits) + 1;
  }

  /** How many pixels before its own the copy begins. */
  static int pixels(int number, int width) {
    if (number > NEAREST.length) {
      return number - NEAREST.length;
    }
    Near near = NEAREST[number - 1];
    return Math.max(1, near.up * width + near.left);
  }
}
