package io.engram.transformers.image.vp8;

import java.util.Arrays;

/** By which rule each block is predicted (section 11). */
final class Modes {
  /** Nodes of the modes of blocks: a positive number is the next node, others end. */
  private static final int[] BLOCK_MODES = {
    0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9
  };

  private static final int MODES = 10;
  private static final int MODE_NODES = 9;

  private final BoolDecoder in;
  private final int[] above;
  private final int[] left = new int[4];
  private final int[] blocks = new int[16];

  Modes(BoolDecoder in, int columns) {
    this.in = in;
    this.above = new int[4 * columns];
  }

  void startRow() {
    Arrays.fill(left, 0);
  }

  /** Of the macroblock that was read last. */
  int ofBlock(int block) {
    return blocks[block];
  }

  /** The one mode of a macroblock's luma; its neighbours see it in each of its blocks. */
  int readSquare(int column) {
    int mode = square();
    Arrays.fill(above, 4 * column, 4 * column + 4, mode);
    Arrays.fill(left, mode);
    return mode;
  }

  private int square() {
    if (in.bit(156) == 1) {
      return in.bit(128) == 1 ? Prediction.TRUE_MOTION : Prediction.HORIZONTAL;
    }
    return in.bit(163) == 1 ? Prediction.VERTICAL : Prediction.DC;
  }

  int readChroma() {
    if (in.bit(142) == 0) {
      return Prediction.DC;
    }
    if (in.bit(114) == 0) {
      return Prediction.VERTICAL;
    }
    return in.bit(183) == 1 ? Prediction.TRUE_MOTION : Prediction.HORIZONTAL;
  }

  /** The modes of a macroblock's 16 blocks, each by those above and to the left. */
  void readBlocks(int column) {
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        int over = above[4 * column + x];
        int probabilities = (over * MODES + left[y]) * MODE_NODES;
        int node = 0;
        do {
          node = BLOCK_MODES[node + in.bit(Tables.SUBBLOCK_MODES[probabilities + (node >> 1)])];
        } while (node > 0);
        blocks[4 * y + x] = -node;
        above[4 * column + x] = -node;
        left[y] = -node;
      }
    }
  }
}
