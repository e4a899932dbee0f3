package io.engram.transformers.image.vp8;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** Decodes one key frame. */
public final class KeyFrame {
  private static final int FRAME_TAG = 10;

  private final byte[] bytes;
  private final int columns;
  private final int rows;
  private final Plane luma;
  private final Plane blue;
  private final Plane red;
  private final BoolDecoder modes;
  private final FrameHeader header;
  private final BoolDecoder[] tokens;
  private final Coefficients coefficients;
  private final int[][][] steps;
  private final LoopFilter.Strength[] strengths;

  // Contexts: what the neighbours above (of each column) and to the left were.
  private final int[] above;
  private final int[] left = new int[KINDS];

  /** Contexts of a macroblock: 4 of luma, 2 of each chroma, 1 of luma's means. */
  private static final int KINDS = 9;

  private static final int MEANS = 8;

  private final int[] values = new int[25 * 16];
  private final int[] half = new int[16];
  private final int[] edge = new int[13];
  private final Modes expected;

  /**
   * @param frame begins with a key frame's tag
   * @param width in pixels, as the tag says
   */
  private KeyFrame(byte[] frame, int width, int height) throws IOException {
    bytes = frame;
    columns = width + 15 >> 4;
    rows = height + 15 >> 4;
    int tag = byteAt(0) | byteAt(1) << 8 | byteAt(2) << 16;
    int modesEnd = FRAME_TAG + (tag >> 5);
    if (modesEnd > frame.length) {
      throw new EOFException("its first partition is cut off");
    }
    modes = new BoolDecoder(frame, FRAME_TAG, modesEnd);
    header = FrameHeader.read(modes);
    tokens = tokens(modesEnd);
    luma = new Plane(columns * 16, rows * 16);
    blue = new Plane(columns * 8, rows * 8);
    red = new Plane(columns * 8, rows * 8);
    coefficients = new Coefficients(header.coefficients);
    steps = new int[][][] {header.steps(0), header.steps(1), header.steps(2), header.steps(3)};
    strengths = new LoopFilter.Strength[columns * rows];
    expected = new Modes(modes, columns);
    above = new int[KINDS * columns];
  }

  /**
   * Decodes.
   *
   * @param frame begins with a key frame's tag
   * @param width in pixels, as the tag says
   * @param height in pixels, as the tag says
   * @param everyRow is run after every row of macroblocks; what it throws ends the decoding
   * @return red, green and blue {@code [height, width, 3]}
   * @throws IOException when the data end early
   */
  public static byte[] colours(byte[] frame, int width, int height, Runnable everyRow)
      throws IOException {
    KeyFrame decoder = new KeyFrame(frame, width, height);
    decoder.reconstruct(everyRow);
    decoder.smooth(everyRow);
    return Upsampling.colours(decoder.luma, decoder.blue, decoder.red, width, height);
  }

  private int byteAt(int at) throws EOFException {
    if (at >= bytes.length) {
      throw new EOFException("its header is cut off");
    }
    return bytes[at] & 0xff;
  }

  private BoolDecoder[] tokens(int sizes) throws EOFException {
    int count = header.partitions;
    int start = sizes + 3 * (count - 1);
    if (start > bytes.length) {
      throw new EOFException("its partitions are cut off");
    }
    BoolDecoder[] decoders = new BoolDecoder[count];
    for (int i = 0; i < count; i++) {
      int size = bytes.length - start;
      if (i < count - 1) {
        int at = sizes + 3 * i;
        size = Math.min(size, byteAt(at) | byteAt(at + 1) << 8 | byteAt(at + 2) << 16);
      }
      decoders[i] = new BoolDecoder(bytes, start, start + size);
      start += size;
    }
    return decoders;
  }

  private void reconstruct(Runnable everyRow) throws IOException {
    for (int row = 0; row < rows; row++) {
      BoolDecoder in = tokens[row & tokens.length - 1];
      Arrays.fill(left, 0);
      expected.startRow();
      for (int column = 0; column < columns; column++) {
        macroblock(in, column, row);
      }
      modes.requireEnough();
      in.requireEnough();
      everyRow.run();
    }
  }

  private void macroblock(BoolDecoder in, int column, int row) {
    int segment = 0;
    if (header.segmentMap) {
      int[] p = header.segmentProbabilities;
      segment = modes.bit(p[0]) == 0 ? modes.bit(p[1]) : 2 + modes.bit(p[2]);
    }
    boolean skipped = header.skipping >= 0 && modes.bit(header.skipping) == 1;
    boolean blocks = modes.bit(145) == 0;
    int mode = 0;
    if (blocks) {
      expected.readBlocks(column);
    } else {
      mode = expected.readSquare(column);
    }
    int chroma = expected.readChroma();
    boolean empty = true;
    Arrays.fill(values, 0);
    if (skipped) {
      forget(column, blocks);
    } else {
      empty = !readCoefficients(in, column, blocks, steps[segment]);
    }
    if (blocks) {
      predictBlocks(column, row);
    } else {
      Prediction.square(luma, 16, column, row, mode);
      add(luma, column * 16, row * 16, 0, 4);
    }
    Prediction.square(blue, 8, column, row, chroma);
    add(blue, column * 8, row * 8, 16, 2);
    Prediction.square(red, 8, column, row, chroma);
    add(red, column * 8, row * 8, 20, 2);
    strengths[row * columns + column] =
        LoopFilter.Strength.of(header.level(segment, blocks), header.sharpness, blocks || !empty);
  }

  /** A macroblock without coefficients; its means' context stays when it has none of them. */
  private void forget(int column, boolean blocks) {
    int kept = blocks ? KINDS - 1 : KINDS;
    Arrays.fill(left, 0, kept, 0);
    Arrays.fill(above, KINDS * column, KINDS * column + kept, 0);
  }

  /** Whether any value is not 0. */
  private boolean readCoefficients(BoolDecoder in, int column, boolean blocks, int[][] step) {
    int over = KINDS * column;
    int first = 0;
    int type = Coefficients.LUMA;
    if (!blocks) {
      int context = left[MEANS] + above[over + MEANS];
      int means = 24 * 16;
      int count = coefficients.read(in, Coefficients.MEANS, context, step[1], 0, values, means);
      left[MEANS] = above[over + MEANS] = count > 0 ? 1 : 0;
      Transforms.walshHadamard(Arrays.copyOfRange(values, means, means + 16), values);
      Arrays.fill(values, means, means + 16, 0);
      first = 1;
      type = Coefficients.LUMA_WITHOUT_MEANS;
    }
    read(in, type, over, 0, 4, step[0], first, 0);
    read(in, Coefficients.CHROMA, over, 4, 2, step[2], 0, 16);
    read(in, Coefficients.CHROMA, over, 6, 2, step[2], 0, 20);
    for (int value : values) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  /** A square of {@code size} by {@code size} blocks. */
  private void read(
      BoolDecoder in, int type, int over, int kind, int size, int[] step, int first, int block) {
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int context = left[kind + y] + above[over + kind + x];
        int offset = 16 * (block + size * y + x);
        int count = coefficients.read(in, type, context, step, first, values, offset);
        left[kind + y] = above[over + kind + x] = count > first ? 1 : 0;
      }
    }
  }

  private void predictBlocks(int column, int row) {
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        int at = luma.at(column * 16 + 4 * x, row * 16 + 4 * y);
        int over = at - luma.stride;
        for (int i = 0; i < 4; i++) {
          edge[3 - i] = luma.get(at + i * luma.stride - 1);
          edge[4 + i] = luma.get(over - 1 + i);
        }
        edge[8] = luma.get(over + 3);
        // To the right of a macroblock nothing is decoded yet: the row above it serves all rows.
        int beyond = x < 3 ? over + 4 : luma.at(column * 16 + 16, row * 16 - 1);
        boolean last = x == 3 && column == columns - 1 && row > 0;
        for (int i = 0; i < 4; i++) {
          edge[9 + i] = luma.get(last ? beyond - 1 : beyond + i);
        }
        Prediction.block(luma, at, expected.ofBlock(4 * y + x), edge);
        addBlock(luma, at, 4 * y + x);
      }
    }
  }

  private void add(Plane plane, int x, int y, int block, int size) {
    for (int i = 0; i < size * size; i++) {
      addBlock(plane, plane.at(x + 4 * (i % size), y + 4 * (i / size)), block + i);
    }
  }

  private void addBlock(Plane plane, int at, int block) {
    for (int i = 16 * block; i < 16 * block + 16; i++) {
      if (values[i] != 0) {
        Transforms.addCosine(values, 16 * block, plane, at, half);
        return;
      }
    }
  }

  private void smooth(Runnable everyRow) {
    if (header.level == 0) {
      return;
    }
    LoopFilter ofLuma = new LoopFilter(luma, 16);
    LoopFilter ofBlue = new LoopFilter(blue, 8);
    LoopFilter ofRed = new LoopFilter(red, 8);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        LoopFilter.Strength strength = strengths[row * columns + column];
        if (strength.limit() == 0) {
          continue;
        }
        if (header.simpleFilter) {
          ofLuma.simple(column, row, strength);
        } else {
          ofLuma.normal(column, row, strength);
          ofBlue.normal(column, row, strength);
          ofRed.normal(column, row, strength);
        }
      }
      everyRow.run();
    }
  }
}
