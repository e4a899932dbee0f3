package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(strategy().needs().oldRows().capacity(0)).isGreaterThan(100_000);
    assertThat(strategy().needs().oldRows().labelled()).isTrue();
  }
}
