package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.pool.AdapterPool;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdapterPerTaskStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new AdapterPerTaskStrategy();
  }

  @Test
  void aTaskTakenOutOfASharedSlotLeavesTheSlotsAdapterToTheOthers() {
    AdaStrategy ada = new AdaStrategy();
    LearnerState shared = empty().withCapacity(1);
    for (String task : List.of("a", "b")) {
      shared =
          ada.learn(
                  shared,
                  task(task),
                  settings(LearnerSettings.IdentityRule.NEVER),
                  new FakeWorkbench(1, 0))
              .state();
    }
    LearnerState after =
        learn(shared.withCapacity(Integer.MAX_VALUE), "a", new FakeWorkbench(9, 0)).state();
    assertThat(after.pool().slots().get(0))
        .isEqualTo(new AdapterPool.Slot(shared.pool().slots().get(0).weights(), List.of("b")));
    assertThat(after.task("a").orElseThrow().slot()).isEqualTo(1);
  }
}
