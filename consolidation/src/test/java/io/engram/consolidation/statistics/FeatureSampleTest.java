package io.engram.consolidation.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureSampleTest {
  @Test
  void theFirstRowsComeWithTheirClassesAndNoMoreThanThereAre() {
    FeatureSample sample =
        FeatureSample.of(List.of(2, 0, 1), List.of(new float[] {1}, new float[] {2}, new float[3]));
    FeatureSample two = sample.first(2);
    assertThat(two.labels()).containsExactly(2, 0);
    assertThat(two.rows()).isDeepEqualTo(new float[][] {{1}, {2}});
    assertThat(sample.first(3)).isSameAs(sample);
  }
}
