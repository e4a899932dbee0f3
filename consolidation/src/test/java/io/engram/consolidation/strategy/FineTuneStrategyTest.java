package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.task.SettingRefusedException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FineTuneStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new FineTuneStrategy();
  }

  @Test
  void aModelOfMoreSlotsThanOneIsRefused() {
    LearnerState two =
        learnMany(1)
            .withCapacity(2)
            .with(
                AdapterPool.empty(2)
                    .append(FakeWorkbench.weights(1), "task-0")
                    .append(FakeWorkbench.weights(2), "task-1"),
                new LearnedTask(task("task-1"), FakeWorkbench.head(2), 1, Optional.empty()));
    assertThatThrownBy(() -> Strategies.withRoom(two, settings(IdentityRule.NEVER)))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessage("pool size 1 is less than the 2 slots this model holds");
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
