package io.engram.transformers.image.vp8l;

import java.io.IOException;
import java.util.Arrays;

/** Reads prefix codes, of which a file has the lengths (sections 3.7.2.1.1 and 3.7.2.1.2). */
final class CodeLengths {
  /** A simple code names symbols of up to 8 bits, whether there are that many or not. */
  private static final int NAMED = 256;

  /** In which order the lengths of the codes of lengths come. */
  private static final int[] ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  private static final int REPEAT_PREVIOUS = 16;
  private static final int SOME_ZEROS = 17;
  private static final int FIRST_PREVIOUS = 8;

  private final int[] lengths;

  /**
   * @param most symbols of the largest alphabet
   */
  CodeLengths(int most) {
    lengths = new int[Math.max(NAMED, most)];
  }

  /**
   * The next code.
   *
   * @throws IOException when the data end early or the lengths make no code
   */
  PrefixCode read(BitReader in, int symbols) throws IOException {
    skip(in, symbols);
    return PrefixCode.of(lengths, symbols);
  }

  /**
   * Reads over a code that no pixel uses; it has to be one all the same.
   *
   * @throws IOException as {@link #read}
   */
  void skip(BitReader in, int symbols) throws IOException {
    Arrays.fill(lengths, 0);
    if (in.flag()) {
      readSimple(in);
    } else {
      readNormal(in, symbols);
    }
    in.requireEnough();
    requireComplete(in, lengths, symbols);
  }

  private static void requireComplete(BitReader in, int[] lengths, int symbols) throws IOException {
    if (!PrefixCode.complete(lengths, symbols)) {
      throw in.damage("the lengths of one of its prefix codes make no code");
    }
  }

  /** One or two symbols. */
  private void readSimple(BitReader in) {
    boolean two = in.flag();
    lengths[in.number(in.flag() ? 8 : 1)] = 1;
    if (two) {
      lengths[in.number(8)] = 1;
    }
  }

  private void readNormal(BitReader in, int symbols) throws IOException {
    PrefixCode code = codeOfLengths(in);
    int left = symbols;
    if (in.flag()) {
      left = 2 + in.number(2 + 2 * in.number(3));
      if (left > symbols) {
        throw in.damage("a prefix code has %d lengths for %d symbols".formatted(left, symbols));
      }
    }
    int previous = FIRST_PREVIOUS;
    for (int symbol = 0; symbol < symbols && left > 0; left--) {
      in.fill();
      int length = code.read(in);
      if (length < REPEAT_PREVIOUS) {
        lengths[symbol++] = length;
        previous = length > 0 ? length : previous;
        continue;
      }
      int count = repetitions(in, length);
      if (count > symbols - symbol) {
        throw in.damage("a prefix code has more lengths than its %d symbols".formatted(symbols));
      }
      Arrays.fill(lengths, symbol, symbol + count, length == REPEAT_PREVIOUS ? previous : 0);
      symbol += count;
    }
  }

  private static int repetitions(BitReader in, int length) {
    if (length == REPEAT_PREVIOUS) {
      return 3 + in.number(2);
    }
    return length == SOME_ZEROS ? 3 + in.number(3) : 11 + in.number(7);
  }

  private static PrefixCode codeOfLengths(BitReader in) throws IOException {
    int[] lengths = new int[ORDER.length];
    int count = 4 + in.number(4);
    for (int i = 0; i < count; i++) {
      lengths[ORDER[i]] = in.number(3);
    }
    requireComplete(in, lengths, lengths.length);
    return PrefixCode.of(lengths, lengths.length);
  }
}
