package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.training.Rehearsal;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.transformers.input.RawInput;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new ReplayStrategy();
  }

  static LearnerState withRows(LearnerState state, String... tasks) {
    Reservoir reservoir = new Reservoir(0, 100);
    for (String task : tasks) {
      reservoir.add(new ReservoirRow(task, "key", new RawInput.Text("text", null), "a"));
    }
    reservoir.add("task-1", "unlabelled", "text", null);
    return state.withReservoir(reservoir);
  }

  @Test
  void tasksWhoseLabelledRowsAreKeptAreRehearsedUnderTheirHeads() {
    FakeWorkbench bench = new FakeWorkbench(9, 0);
    LearnerState before = withRows(learnMany(3), "task-0", "task-2");
    learn(before, "one-more", bench);
    assertThat(bench.lastRequest.start()).isPresent();
    assertThat(bench.lastRequest.rehearsed()).containsOnlyKeys("task-0", "task-2");
    assertThat(bench.lastRequest.rehearsed().get("task-2"))
        .isEqualTo(before.task("task-2").orElseThrow().head());
    assertThat(bench.lastRequest.rehearsal()).isEqualTo(new Rehearsal(false, 1.0));
  }

  @Test
  void aTaskLearntAgainIsNotRehearsedBesides() {
    FakeWorkbench bench = new FakeWorkbench(9, 0);
    learn(withRows(learnMany(3), "task-0", "task-2"), "task-0", bench);
    assertThat(bench.lastRequest.rehearsed()).containsOnlyKeys("task-2");
  }

  @Test
  void headsAreTrainedAlongAndOldRowsCountLessWhereSettingsSaySo() {
    LearnerSettings chosen = settings("least-loaded", true, Map.of(ReplayStrategy.OLD_WEIGHT, 0.5));
    FakeWorkbench bench = new FakeWorkbench(9, 0);
    LearnerState before = withRows(learnMany(2), "task-0");
    LearnerState learnt = strategy().learn(before, task("one-more"), chosen, bench).state();
    assertThat(learnt.task("task-1")).isEqualTo(before.task("task-1"));
    assertThat(bench.lastRequest.rehearsal()).isEqualTo(new Rehearsal(true, 0.5));
    assertThat(learnt.task("task-0").orElseThrow().head()).isEqualTo(bench.rehearsedHead());
  }
}
