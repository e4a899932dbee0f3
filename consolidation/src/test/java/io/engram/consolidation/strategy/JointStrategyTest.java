package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.SettingRefusedException;
import org.junit.jupiter.api.Test;

class JointStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new JointStrategy();
  }

  @Override
  LearnerState kept(LearnerState state) {
    return ReplayStrategyTest.withRows(
        state, state.tasks().stream().map(LearnedTask::id).toArray(String[]::new));
  }

  @Test
  void aTaskWithoutRowsIsNotLeftWithAnAdapterThatNeverSawIt() {
    LearnerState two = learnMany(2);
    assertThatThrownBy(
            () ->
                strategy()
                    .learn(
                        ReplayStrategyTest.withRows(two, "task-0"),
                        task("task-2"),
                        settings(IdentityRule.NEVER),
                        new FakeWorkbench(9, 0)))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining("this model keeps none of task-1: learn these again");
  }

  @Test
  void beginsAnewWithAllTasksWhoseRowsAreKept() {
    FakeWorkbench bench = new FakeWorkbench(9, 0);
    learn(learnMany(2), "task-2", bench);
    assertThat(bench.lastRequest.start()).isEmpty();
    assertThat(bench.lastRequest.rehearsed()).containsOnlyKeys("task-0", "task-1");
    assertThat(bench.lastRequest.rehearsal().trainHeads()).isTrue();
  }

  @Test
  void keepsEveryRowWhateverTheReservoirIsSetTo() {
    OldRows oldRows = strategy().needs(settings(IdentityRule.NEVER)).oldRows();
    assertThat(oldRows.capacity(0)).isGreaterThan(100_000);
    assertThat(oldRows.labelled()).isTrue();
  }
}
