package io.engram.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomFeaturesTest {
  private static final RandomFeatures WIDE = new RandomFeatures(7, 3, 10);
  private static final float[] ROW = {.5f, -2, 1};

  @Test
  void unitsAreDrawnOneAfterTheOtherFromTheSeed() {
    Random random = new Random(7);
    float[] expected = new float[10];
    for (int u = 0; u < 10; u++) {
      float sum = 0;
      for (float z : ROW) {
        sum += z * (float) random.nextGaussian();
      }
      expected[u] = Math.max(0, sum);
    }
    assertThat(WIDE.apply(ROW)).containsExactly(expected);
    assertThat(expected).contains(0f).isNotEqualTo(new float[10]);
  }

  @Test
  void aNarrowMapIsTheBeginningOfAWideOne() {
    assertThat(WIDE.first(4).apply(ROW)).containsExactly(Arrays.copyOf(WIDE.apply(ROW), 4));
    assertThatThrownBy(() -> WIDE.first(11)).hasMessageContaining("10").hasMessageContaining("11");
  }

  @Test
  void aHeadOnFeaturesIsLinearInThem() {
    Head head =
        new Head(
            new LabelSpace(List.of("a", "b")),
            Optional.of(WIDE.first(2)),
            FloatTensor.matrix(2, 2, new float[] {1, 0, 0, 2}),
            FloatTensor.vector(10, 20));
    float[] units = WIDE.apply(ROW);
    assertThat(head.hidden()).isEqualTo(3);
    assertThat(head.logits(ROW)).containsExactly(10 + units[0], 20 + 2 * units[1]);
  }

  @Test
  void aHeadThatDoesNotFitItsFeaturesIsRefused() {
    assertThatThrownBy(
            () ->
                new Head(
                    new LabelSpace(List.of("a", "b")),
                    Optional.of(WIDE),
                    FloatTensor.matrix(2, 3, new float[6]),
                    FloatTensor.vector(0, 0)))
        .hasMessage("head reads 3 features, its map gives 10");
    assertThatThrownBy(() -> new RandomFeatures(1, 1 << 20, 1 << 20))
        .hasMessageContaining("1048576 units");
  }
}
