package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import org.junit.jupiter.api.Test;

class JointStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new JointStrategy();
  }

  @Test
  void beginsAnewWithAllTasksWhoseRowsAreKept() {
    FakeWorkbench bench = new FakeWorkbench(9, 0);
    learn(ReplayStrategyTest.withRows(learnMany(2), "task-0", "task-1"), "task-2", bench);
    assertThat(bench.lastRequest.start()).isEmpty();
    assertThat(bench.lastRequest.rehearsed()).containsOnlyKeys("task-0", "task-1");
  }

  @Test
  void keepsEveryRowWhateverTheReservoirIsSetTo() {
    OldRows oldRows = strategy().needs(settings(IdentityRule.NEVER)).oldRows();
    assertThat(oldRows.capacity(0)).isGreaterThan(100_000);
    assertThat(oldRows.labelled()).isTrue();
  }
}
