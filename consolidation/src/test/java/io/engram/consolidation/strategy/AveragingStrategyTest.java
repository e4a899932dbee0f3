package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AveragingStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new AveragingStrategy();
  }

  @Test
  void aFullPoolTakesTheMeanOfTheSlotAndTheNewAdapterWithoutTraining() {
    FakeWorkbench third = new FakeWorkbench(3, 1);
    Learned learned = learn(learnMany(2), "task-2", third);
    assertThat(third.asked).containsExactly("head", "adapter", "slot");
    assertThat(learned.state().pool().slots().get(1).weights())
        .isEqualTo(FakeWorkbench.weights(2.5f));
    assertThat(learned.log().consolidation()).isEmpty();
  }
}
