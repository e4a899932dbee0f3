package io.engram.consolidation.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccuracyMatrixTest {
  private static final AccuracyMatrix THREE =
      AccuracyMatrix.empty()
          .after("a", Map.of("a", 0.9))
          .after("b", Map.of("a", 0.8, "b", 0.95))
          .after("c", Map.of("a", 0.7, "b", 0.90, "c", 0.6));

  @Test
  void theLastRowOfAModelThatGaveUpItsLastTaskIsThatOfTheModelAsItIs() {
    assertThat(THREE.forgotten("c").rows())
        .containsExactly(Arrays.asList(0.9, null), List.of(0.7, 0.90));
    assertThat(THREE.forgotten("c").tasks()).containsExactly("a", "b");
  }

  @Test
  void anEarlierTaskGoesWithItsRow() {
    assertThat(THREE.forgotten("b")).isEqualTo(THREE.without("b"));
    assertThat(THREE.forgotten("b").rows())
        .containsExactly(Arrays.asList(0.9, null), List.of(0.7, 0.6));
    assertThat(AccuracyMatrix.empty().after("a", Map.of("a", 0.9)).forgotten("a").size()).isZero();
  }
}
