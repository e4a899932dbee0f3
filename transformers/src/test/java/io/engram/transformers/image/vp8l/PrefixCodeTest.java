package io.engram.transformers.image.vp8l;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrefixCodeTest {
  /** Symbols of the largest alphabet: greens, lengths of copies, places of the largest cache. */
  private static final int MOST = 256 + 24 + 2048;

  @Test
  void lengthsThatMakeNoCodeAreNone() {
    assertThat(complete(1, 1)).isTrue();
    assertThat(complete(1, 2, 3, 3)).isTrue();
    assertThat(complete(0, 7, 0)).as("one symbol alone").isTrue();
    assertThat(complete(0, 0, 0)).as("no symbol").isFalse();
    assertThat(complete(1, 2)).as("bits without a symbol").isFalse();
    assertThat(complete(1, 1, 1)).as("more codes than fit").isFalse();
    assertThat(complete(15, 15)).isFalse();
  }

  @Test
  void symbolsBehindTheAlphabetDoNotCount() {
    assertThat(PrefixCode.complete(new int[] {0, 0, 1, 1}, 2)).isFalse();
    assertThat(PrefixCode.complete(new int[] {0, 3, 1, 1}, 2)).isTrue();
  }

  private static boolean complete(int... lengths) {
    return PrefixCode.complete(lengths, lengths.length);
  }

  @Test
  void oneSymbolTakesNoBits() {
    BitReader in = new BitReader(new byte[8], 0);
    assertThat(PrefixCode.of(new int[] {0, 0, 9, 0}, 4).read(in)).isEqualTo(2);
    assertThat(in.position()).isZero();
  }

  @Test
  void codesAscendWithLengthsAndThenWithSymbols() {
    // c: 0, a: 10, b: 110, d: 111; read from the first bit of a code on.
    PrefixCode code = PrefixCode.of(new int[] {2, 3, 1, 3}, 4);
    BitReader in = new BitReader(new byte[] {(byte) 0b1_1011_010, 0b1}, 0);
    int[] read = new int[4];
    for (int i = 0; i < read.length; i++) {
      in.fill();
      read[i] = code.read(in);
    }
    assertThat(read).containsExactly(2, 0, 1, 3);
    assertThat(in.position()).isEqualTo(9);
  }

  @Property(tries = 200)
  void everyCodeIsReadBackAsItsSymbolInItsLength(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = MOST) int count) {
    int[] lengths = lengths(new Random(seed), count);
    assertThat(PrefixCode.complete(lengths, MOST)).isTrue();
    PrefixCode code = PrefixCode.of(lengths, MOST);
    assertThat(code.bytes()).isLessThan(2 * 2704 + 64);
    int[] found = new int[MOST];
    for (int bits = 0; bits < 1 << PrefixCode.LONGEST; bits++) {
      BitReader in = new BitReader(new byte[] {(byte) bits, (byte) (bits >> 8), 0, 0}, 0);
      int symbol = code.read(in);
      assertThat(in.position()).isEqualTo(lengths[symbol]);
      found[symbol]++;
    }
    for (int symbol = 0; symbol < MOST; symbol++) {
      int length = lengths[symbol];
      assertThat(found[symbol]).isEqualTo(length == 0 ? 0 : 1 << PrefixCode.LONGEST - length);
    }
  }

  /** Splits codes at random until there are as many as symbols. */
  private static int[] lengths(Random random, int count) {
    int[] lengths = new int[MOST];
    boolean steep = random.nextBoolean();
    for (int codes = 1; codes < count; ) {
      int split = steep && random.nextInt(4) > 0 ? codes - 1 : random.nextInt(codes);
      if (lengths[split] < PrefixCode.LONGEST) {
        lengths[split]++;
        lengths[codes++] = lengths[split];
      } else {
        steep = false;
      }
    }
    return lengths;
  }
}
