package io.engram.transformers.image.vp8l;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistancesTest {
  private static final int WIDTH = 1000;

  @Test
  void theNearestPixelsHaveTheNumbersOfTheSection() {
    // Of 3.6.2.2 the first 16, some in between and the last four, as columns and rows.
    assertThat(distances(1, 8))
        .containsExactly(
            up(0, 1), up(1, 0), up(1, 1), up(-1, 1), up(0, 2), up(2, 0), up(1, 2), up(-1, 2));
    assertThat(distances(9, 16))
        .containsExactly(
            up(2, 1), up(-2, 1), up(2, 2), up(-2, 2), up(0, 3), up(3, 0), up(1, 3), up(-1, 3));
    assertThat(distances(35, 40))
        .containsExactly(up(0, 5), up(3, 4), up(-3, 4), up(4, 3), up(-4, 3), up(5, 0));
    assertThat(distances(97, 97)).containsExactly(up(8, 0));
    assertThat(distances(117, 120)).containsExactly(up(7, 7), up(-7, 7), up(8, 6), up(8, 7));
  }

  @Test
  void numbersBehindThemAreDistances() {
    assertThat(distances(121, 124)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void nothingIsNearerThanThePixelBefore() {
    // In a picture of one column: one row up and one column to the right, seven of both.
    assertThat(Distances.pixels(4, 1)).isEqualTo(1);
    assertThat(Distances.pixels(118, 1)).isEqualTo(1);
    assertThat(Distances.pixels(120, 1)).isEqualTo(15);
  }

  @Test
  void numbersAreTheirSymbolAndFurtherBits() {
    BitReader in = new BitReader(new byte[] {(byte) 0b1101_01_1_0, -1, -1, -1, -1}, 0);
    assertThat(Distances.number(in, 0)).isEqualTo(1);
    assertThat(Distances.number(in, 3)).isEqualTo(4);
    assertThat(Distances.number(in, 4)).isEqualTo(5);
    assertThat(Distances.number(in, 5)).isEqualTo(8);
    assertThat(Distances.number(in, 6)).isEqualTo(10);
    assertThat(in.position()).isEqualTo(4);
    assertThat(Distances.number(in.from(8), 39)).isEqualTo(1 << 20);
  }

  private static int up(int left, int rows) {
    return rows * WIDTH + left;
  }

  private static int[] distances(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .map(number -> Distances.pixels(number, WIDTH))
        .toArray();
  }
}
