package io.engram.transformers.image.vp8l;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BitReaderTest {
  @Property(tries = 300)
  void numbersAreTheBitsFromTheLowestOfEachByteOn(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int length) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    byte[] highestFirst = new byte[length];
    for (int i = 0; i < length; i++) {
      highestFirst[i] = bytes[length - 1 - i];
    }
    BigInteger all = new BigInteger(1, highestFirst);
    int at = random.nextInt(8 * length + 1);
    BitReader in = new BitReader(bytes, at);
    while (at < 8 * length + 100) {
      int count = random.nextInt(32);
      BigInteger expected = all.shiftRight(at).mod(BigInteger.ONE.shiftLeft(count));
      assertThat(in.number(count)).isEqualTo(expected.intValueExact());
      at += count;
      assertThat(in.position()).isEqualTo(at);
    }
  }

  @Test
  void theLastBitIsEnoughAndOneMoreIsNot() {
    BitReader in = new BitReader(new byte[5], 0);
    in.number(20);
    in.number(20);
    assertThatCode(in::requireEnough).doesNotThrowAnyException();
    in.flag();
    assertThatThrownBy(in::requireEnough)
        .isInstanceOf(EOFException.class)
        .hasMessage("the data of its picture end early");
  }

  @Test
  void whatIsFoundBehindTheEndIsThatItIsTheEnd() throws IOException {
    BitReader in = new BitReader(new byte[1], 0);
    assertThat(in.damage("found")).isExactlyInstanceOf(IOException.class).hasMessage("found");
    in.number(9);
    assertThatThrownBy(() -> in.damage("found")).isInstanceOf(EOFException.class);
  }
}
