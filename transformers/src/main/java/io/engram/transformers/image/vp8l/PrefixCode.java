package io.engram.transformers.image.vp8l;

/**
 * A prefix code as tables (section 3.7.2.1): the next {@link #ROOT_BITS} bits are looked up in the
 * root, and what follows them, where codes are longer, in a further table for each beginning. A
 * table is no larger than its longest code needs: a code of one symbol is one entry, and no code
 * has more than 2,704, whatever its lengths.
 */
final class PrefixCode {
  static final int LONGEST = 15;
  private static final int ROOT_BITS = 8;

  /** Bytes of the object and of its array, without entries. */
  private static final int OBJECTS = 48;

  /**
   * A symbol and, in the 4 lowest bits, the length of its code. Where codes are longer than the
   * root's bits, the root has the place of the further table and the length of its longest code.
   */
  private final char[] entries;

  private final int rootBits;

  private PrefixCode(char[] entries, int rootBits) {
    this.entries = entries;
    this.rootBits = rootBits;
  }

  /**
   * Whether lengths are those of a code: one symbol alone, which then has no bits at all, or such
   * that no sequence of bits is without a symbol and none has two.
   *
   * @param lengths at least {@code [symbols]}, each at most {@link #LONGEST}; 0 where a symbol does
   *     not occur
   */
  static boolean complete(int[] lengths, int symbols) {
    int occurring = 0;
    int taken = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      if (lengths[symbol] > 0) {
        occurring++;
        taken += 1 << LONGEST - lengths[symbol];
      }
    }
    return occurring == 1 || taken == 1 << LONGEST;
  }

  /**
   * @param lengths as for {@link #complete}, which they are
   */
  static PrefixCode of(int[] lengths, int symbols) {
    int[] counts = new int[LONGEST + 1];
    int longest = 0;
    int last = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      counts[lengths[symbol]]++;
      longest = Math.max(longest, lengths[symbol]);
      last = lengths[symbol] > 0 ? symbol : last;
    }
    if (counts[0] == symbols - 1) {
      return new PrefixCode(new char[] {(char) (last << 4)}, 0);
    }
    char[] codes = codes(lengths, symbols, counts);
    int rootBits = Math.min(longest, ROOT_BITS);
    PrefixCode made = new PrefixCode(tables(lengths, codes, rootBits), rootBits);
    for (int symbol = 0; symbol < symbols; symbol++) {
      if (lengths[symbol] > 0) {
        made.put(symbol, codes[symbol], lengths[symbol]);
      }
    }
    return made;
  }

  /** Codes ascend with their lengths, then with their symbols; the first bit is the lowest. */
  private static char[] codes(int[] lengths, int symbols, int[] counts) {
    int[] next = new int[LONGEST + 2];
    for (int length = 1; length <= LONGEST; length++) {
      next[length + 1] = next[length] + counts[length] << 1;
    }
    char[] codes = new char[symbols];
    for (int symbol = 0; symbol < symbols; symbol++) {
      int length = lengths[symbol];
      if (length > 0) {
        codes[symbol] = (char) (Integer.reverse(next[length]++) >>> 32 - length);
      }
    }
    return codes;
  }

  /** Without symbols yet: the root says where the further tables are. */
  private static char[] tables(int[] lengths, char[] codes, int rootBits) {
    int[] longest = new int[1 << rootBits];
    for (int symbol = 0; symbol < codes.length; symbol++) {
      int beginning = codes[symbol] & longest.length - 1;
      longest[beginning] = Math.max(longest[beginning], lengths[symbol]);
    }
    int size = longest.length;
    for (int length : longest) {
      size += length > rootBits ? 1 << length - rootBits : 0;
    }
    char[] entries = new char[size];
    int place = longest.length;
    for (int beginning = 0; beginning < longest.length; beginning++) {
      if (longest[beginning] > rootBits) {
        entries[beginning] = (char) (place << 4 | longest[beginning]);
        place += 1 << longest[beginning] - rootBits;
      }
    }
    return entries;
  }

  /** Everywhere where the bits behind the code can be anything. */
  private void put(int symbol, int code, int length) {
    int first = code;
    int end = 1 << rootBits;
    int step = 1 << length;
    if (length > rootBits) {
      int further = entries[code & end - 1];
      first = (further >> 4) + (code >> rootBits);
      end = (further >> 4) + (1 << (further & LONGEST) - rootBits);
      step = 1 << length - rootBits;
    }
    for (int i = first; i < end; i += step) {
      entries[i] = (char) (symbol << 4 | length);
    }
  }

  /** Of memory, roughly. */
  int bytes() {
    return OBJECTS + 2 * entries.length;
  }

  /**
   * The next symbol.
   *
   * @param in has at least {@link #LONGEST} bits loaded
   */
  int read(BitReader in) {
    int bits = in.next();
    int entry = entries[bits & (1 << rootBits) - 1];
    int length = entry & LONGEST;
    if (length > rootBits) {
      entry = entries[(entry >> 4) + (bits >>> rootBits & (1 << length - rootBits) - 1)];
      length = entry & LONGEST;
    }
    in.drop(length);
    return entry >> 4;
  }
}
