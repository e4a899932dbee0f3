package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FineTuneStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new FineTuneStrategy();
  }

  @Test
  void goesOnFromTheAdapterThatServesAllEarlierTasks() {
    FakeWorkbench third = new FakeWorkbench(3, 0);
    LearnerState state = learn(learnMany(2), "task-2", third).state();
    assertThat(third.asked).containsExactly("fine-tune");
    assertThat(third.lastRequest.start()).contains(FakeWorkbench.weights(12));
    assertThat(third.lastRequest.anchor()).isEmpty();
    assertThat(third.lastRequest.rehearsed()).isEmpty();
    assertThat(state.pool().slots()).hasSize(1);
    assertThat(state.pool().slots().get(0).tasks()).containsExactly("task-0", "task-1", "task-2");
  }
}
