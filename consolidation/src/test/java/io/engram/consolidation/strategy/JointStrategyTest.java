package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.input.RawInput;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JointStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new JointStrategy();
  }

  @Override
  LearnerState kept(LearnerState state) {
    return withRows(state, 100, 4);
  }

  /** Labelled rows of every task, as many of each. */
  private static LearnerState withRows(LearnerState state, int capacity, int rows) {
    Reservoir reservoir = new Reservoir(0, capacity);
    for (LearnedTask task : state.tasks()) {
      for (int row = 0; row < rows; row++) {
        RawInput text = new RawInput.Text("text", null);
        reservoir.add(new ReservoirRow(task.id(), "key-" + row, text, "a"));
      }
    }
    return state.withReservoir(reservoir);
  }

  @Test
  void aTaskWithoutRowsIsNotLeftWithAnAdapterThatNeverSawIt() {
    LearnerState two = learnMany(2);
    Reservoir ofOne = kept(two).reservoir().without("task-1");
    assertRefused(two.withReservoir(ofOne), "this model keeps 0 of the 4 of task task-1: learn");
  }

  @Test
  void aSampleOfATasksRowsIsNotTakenForAllOfThem() {
    assertRefused(
        withRows(learnMany(2), 100, 3),
        "this model keeps 3 of the 4 of task task-0, 3 of the 4 of task task-1: learn these again");
  }

  private void assertRefused(LearnerState state, String why) {
    FakeWorkbench bench = new FakeWorkbench(9, 0);
    assertThatThrownBy(
            () -> strategy().learn(state, task("task-2"), settings(IdentityRule.NEVER), bench))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining(why);
    assertThat(bench.asked).isEmpty();
  }

  @Test
  void asManyRowsAsCanBeKeptAreEnough() {
    int most = strategy().needs(settings(IdentityRule.NEVER)).oldRows().capacity(0);
    FakeWorkbench bench = new FakeWorkbench(9, 0);
    LearnerState full = withRows(learnMany(1), most, most);
    LearnedTask larger =
        new LearnedTask(withTraining(most + 1), full.tasks().get(0).head(), 0, Optional.empty());
    strategy()
        .learn(full.with(full.pool(), larger), task("task-1"), settings(IdentityRule.NEVER), bench);
    assertThat(bench.asked).containsExactly("fine-tune");
  }

  private static TaskManifest withTraining(long rows) {
    TaskManifest like = task("task-0");
    return new TaskManifest(
        like.id(),
        like.columns(),
        like.splits(),
        like.classes(),
        new TreeMap<>(Map.of("a", new SplitCounts(rows - 2, 0, 1), "b", new SplitCounts(2, 0, 1))),
        like.fingerprint(),
        like.source(),
        like.texts());
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
