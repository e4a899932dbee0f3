package io.engram.consolidation.closedform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.consolidation.statistics.RidgeSums;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomFeatureRidgeTest {
  private static final LabelSpace XOR = new LabelSpace(List.of("differ", "same"));
  private static final RandomFeatures FEATURES = new RandomFeatures(1, 2, 40);

  private static RidgeSums sums(RandomFeatures features, int from, int to) {
    Random random = new Random(9);
    RidgeSums sums = new RidgeSums(2, features.width());
    for (int i = 0; i < to; i++) {
      float[] z = {(float) random.nextGaussian(), (float) random.nextGaussian()};
      if (i >= from) {
        sums.add(z[0] * z[1] > 0 ? 1 : 0, features.apply(z));
      }
    }
    return sums;
  }

  @Test
  void tellsClassesThatNoLineSeparates() {
    Head head = RandomFeatureRidge.head(XOR, FEATURES, sums(FEATURES, 0, 400), 1e-3);
    for (float[] z : new float[][] {{1, 1}, {-1, -1}, {1, -1}, {-1, 1}}) {
      float[] logits = head.logits(z);
      assertThat(logits[1] > logits[0]).isEqualTo(z[0] * z[1] > 0);
      assertThat(logits[0] + logits[1]).isCloseTo(0, within(1e-5f));
    }
  }

  @Test
  void solvesTheNormalEquations() {
    RidgeSums sums = new RidgeSums(2, 1);
    sums.add(0, new float[] {2});
    sums.add(1, new float[] {1});
    // G / n = 5/2, C / n = (1, 1/2): weights 1 / (5/2 + 1/2) and half of that.
    assertThat(sums.solve(.5)[0]).containsExactly(new double[] {1 / 3.0}, within(1e-12));
    assertThat(sums.solve(.5)[1]).containsExactly(new double[] {1 / 6.0}, within(1e-12));
    assertThat(sums.meanSquare()).isEqualTo(2.5);
  }

  @Test
  void partsMergeToTheWholeAndTheSumsOfAWideMapHoldThoseOfANarrowOne() {
    RidgeSums whole = sums(FEATURES, 0, 100);
    RidgeSums parts = sums(FEATURES, 0, 30).merge(sums(FEATURES, 30, 100));
    assertThat(parts.solve(.1)[0]).containsExactly(whole.solve(.1)[0], within(1e-9));
    assertThat(whole.first(7).solve(.1)[1])
        .containsExactly(sums(FEATURES.first(7), 0, 100).solve(.1)[1], within(1e-9));
  }
}
