package io.engram.consolidation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.RandomFeatures;
import io.engram.transformers.weights.FloatTensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RandomSumsTest {
  private static final RandomFeatures FEATURES = new RandomFeatures(-0x0123456789ABCDEFL, 3, 4);

  private static ClassStatistics statistics() {
    PooledMoments moments = new PooledMoments(2, 3);
    RidgeSums sums = new RidgeSums(2, 4);
    for (int i = 0; i < 10; i++) {
      float[] row = {i, 1 - i, i * i};
      moments.add(i % 2, row);
      sums.add(i % 2, FEATURES.apply(row));
    }
    return new ClassStatistics(List.of("a", "b"), moments)
        .withRandom(new RandomSums(FEATURES, sums));
  }

  @Test
  void theSeedOfTheProjectionComesBackBitForBitAndTheSumsAsFloats() {
    ClassStatistics kept = statistics();
    ClassStatistics read = ClassStatistics.of(kept.classes(), kept.tensors());
    RandomSums before = kept.random().orElseThrow();
    RandomSums after = read.random().orElseThrow();
    assertThat(after.features()).isEqualTo(FEATURES);
    assertThat(after.sums().rows()).isEqualTo(10);
    for (int k = 0; k < 2; k++) {
      for (int i = 0; i < 4; i++) {
        assertThat(after.sums().sum(k)[i]).isEqualTo((float) before.sums().sum(k)[i]);
      }
    }
    assertThat(kept.tensors().get("random_gram").shape()).containsExactly(10);
    assertThat(kept.random().orElseThrow().bytes()).isEqualTo(4 * (4 + 8 + 10));
  }

  @Test
  void statisticsWithoutThemAreAsTheyWere() {
    ClassStatistics plain = new ClassStatistics(List.of("a", "b"), statistics().moments());
    assertThat(plain.tensors().keySet()).containsExactly("count", "sum", "within_scatter");
    assertThat(ClassStatistics.of(plain.classes(), plain.tensors()).random()).isEmpty();
  }

  @Test
  void aMissingTensorAndOneOfAnotherShapeAreNamed() {
    Map<String, FloatTensor> tensors = new TreeMap<>(statistics().tensors());
    tensors.remove("random_gram");
    assertThatThrownBy(() -> ClassStatistics.of(List.of("a", "b"), tensors))
        .hasMessageContaining("statistics lack tensor random_gram");
    tensors.put("random_gram", FloatTensor.vector(new float[9]));
    assertThatThrownBy(() -> ClassStatistics.of(List.of("a", "b"), tensors))
        .hasMessageContaining("random_gram of 9");
  }
}
