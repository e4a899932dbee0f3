package io.engram.transformers.image.vp8;

/** Coefficients of one block after another (section 13), multiplied by their steps. */
final class Coefficients {
  /** What a block holds. */
  static final int LUMA_WITHOUT_MEANS = 0;

  static final int MEANS = 1;
  static final int CHROMA = 2;
  static final int LUMA = 3;

  private static final int NODES = 11;
  private static final int CONTEXTS = 3;
  private static final int BANDS = 8;
  private static final int[] BAND = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
  private static final int[][] LARGE = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  private final int[] probabilities;

  Coefficients(int[] probabilities) {
    this.probabilities = probabilities;
  }

  /**
   * @param context how many of the blocks to the left and above have coefficients
   * @param first 1 when the first one is stored elsewhere
   * @param out {@code [16]} from {@code offset} on, zero before
   * @return one more than the index of the last one in the order of reading; {@code first} or 0 for
   *     none
   */
  int read(BoolDecoder in, int type, int context, int[] steps, int first, int[] out, int offset) {
    int n = first;
    int p = node(type, BAND[n], context);
    while (n < 16) {
      if (in.bit(probabilities[p]) == 0) {
        return n;
      }
      while (in.bit(probabilities[p + 1]) == 0) {
        if (++n == 16) {
          return 16;
        }
        p = node(type, BAND[n], 0);
      }
      int value;
      int next;
      if (in.bit(probabilities[p + 2]) == 0) {
        value = 1;
        next = 1;
      } else {
        value = large(in, p);
        next = 2;
      }
      int step = steps[n > 0 ? 1 : 0];
      out[offset + ZIGZAG[n]] = (in.flag() ? -value : value) * step;
      n++;
      p = node(type, BAND[n], next);
    }
    return 16;
  }

  private static int node(int type, int band, int context) {
    return ((type * BANDS + band) * CONTEXTS + context) * NODES;
  }

  private int large(BoolDecoder in, int p) {
    if (in.bit(probabilities[p + 3]) == 0) {
      if (in.bit(probabilities[p + 4]) == 0) {
        return 2;
      }
      return 3 + in.bit(probabilities[p + 5]);
    }
    if (in.bit(probabilities[p + 6]) == 0) {
      if (in.bit(probabilities[p + 7]) == 0) {
        return 5 + in.bit(159);
      }
      return 7 + 2 * in.bit(165) + in.bit(145);
    }
    int high = in.bit(probabilities[p + 8]);
    int category = 2 * high + in.bit(probabilities[p + 9 + high]);
    int extra = 0;
    for (int probability : LARGE[category]) {
      extra = 2 * extra + in.bit(probability);
    }
    return 3 + (8 << category) + extra;
  }
}
