package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RanPacStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new ClosedFormStrategy.RanPac();
  }

  @Test
  void theHeadsOfAllTasksReadFeaturesOfOneSeed() {
    LearnerState state = learnMany(3);
    assertThat(state.tasks())
        .extracting(task -> task.head().features().orElseThrow().seed())
        .containsOnly(0L);
  }
}
