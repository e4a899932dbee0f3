package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.AdapterConfigs;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.prediction.TaskFusion;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.task.SettingRefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusionStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new FusionStrategy();
  }

  private static TaskFusion fusion(LearnerState state, String task) {
    return state.task(task).orElseThrow().fusion().orElseThrow();
  }

  @Test
  void theFirstTaskHasNothingToFuseAndIsServedByItsAdapter() {
    FakeWorkbench bench = new FakeWorkbench(1, 0);
    Learned learned = learn(empty(), "task-0", bench);
    assertThat(bench.asked).containsExactly("adapter");
    assertThat(learned.state().task("task-0").orElseThrow().fusion()).isEmpty();
    assertThat(learned.log().fusion()).isEmpty();
  }

  @Test
  void aLaterTaskAttendsToEveryAdapterAndHasAHeadOfItsOwn() {
    FakeWorkbench bench = new FakeWorkbench(3, 0);
    Learned learned = learn(learnMany(2), "task-2", bench);
    assertThat(bench.asked).containsExactly("adapter", "fuse");
    assertThat(bench.fused).containsExactly(1f, 2f, 3f);
    assertThat(bench.fusionRate).isEqualTo(2e-4);
    LearnedTask task = learned.state().task("task-2").orElseThrow();
    assertThat(task.fusion()).contains(new TaskFusion(List.of(0, 1, 2), FakeWorkbench.fusion(3)));
    assertThat(task.slot()).isEqualTo(2);
    assertThat(task.head()).isEqualTo(FakeWorkbench.head(3.5f));
    assertThat(learned.log().fusion()).isPresent();
    assertThat(fusion(learned.state(), "task-1").slots()).containsExactly(0, 1);
  }

  @Test
  void whatAnEarlierTaskAnswersNeverChanges() {
    LearnerState before = learnMany(3);
    LearnerState after = learn(before, "one-more", new FakeWorkbench(9, 0)).state();
    for (LearnedTask task : before.tasks()) {
      assertThat(after.answersAsIn(before, task.id())).as(task.id()).isTrue();
    }
  }

  @Test
  void fusionsOfOthersGoOnWithTheAdapterOfATaskThatIsLearntAgain() {
    LearnerState before = learnMany(3);
    LearnerState after = learn(before, "task-0", new FakeWorkbench(50, 0)).state();
    assertThat(after.pool().slots().get(0))
        .isEqualTo(new AdapterPool.Slot(FakeWorkbench.weights(50), List.of("task-0")));
    assertThat(after.pool().slots().get(3))
        .isEqualTo(new AdapterPool.Slot(FakeWorkbench.weights(1), List.of()));
    assertThat(fusion(after, "task-1").slots()).containsExactly(3, 1);
    assertThat(fusion(after, "task-2").slots()).containsExactly(3, 1, 2);
    assertThat(fusion(after, "task-0").slots()).containsExactly(0, 1, 2);
    for (String other : List.of("task-1", "task-2")) {
      assertThat(after.answersAsIn(before, other)).as(other).isTrue();
    }
    assertThat(after.answersAsIn(before, "task-0")).isFalse();
  }

  @Test
  void theSameHoldsWhereOneAdapterATaskIsLearntOnTopOfFusions() {
    LearnerState before = learnMany(3);
    LearnerState after =
        new AdapterPerTaskStrategy()
            .learn(before, task("task-1"), settings(IdentityRule.NEVER), new FakeWorkbench(50, 0))
            .state();
    assertThat(after.task("task-1").orElseThrow().fusion()).isEmpty();
    assertThat(fusion(after, "task-2").slots()).containsExactly(0, 3, 2);
    assertThat(after.answersAsIn(before, "task-2")).isTrue();
  }

  @Test
  void theAdapterOfATaskThatIsGoneStaysAsLongAsSomeFusionAttendsToIt() {
    LearnerState three = learnMany(3);
    LearnerState without = three.without("task-1");
    assertThat(without.tasks()).extracting(LearnedTask::id).containsExactly("task-0", "task-2");
    assertThat(without.pool().slots()).hasSize(3);
    assertThat(without.pool().slots().get(1).tasks()).isEmpty();
    assertThat(without.answersAsIn(three, "task-2")).isTrue();

    LearnerState again = learn(without, "task-2", new FakeWorkbench(9, 0)).state();
    assertThat(again.pool().slots()).hasSize(2);
    assertThat(again.task("task-2").orElseThrow().slot()).isEqualTo(1);
    assertThat(fusion(again, "task-2").slots()).containsExactly(0, 1);
  }

  @Test
  void adaptersThatCannotBeFusedAreRefusedBeforeAnythingIsTrained() {
    FakeWorkbench bench = new FakeWorkbench(3, 0);
    LearnerSettings lora = settings(IdentityRule.NEVER, AdapterConfigs.of(AdapterKind.LORA, 1, 0));
    assertThatThrownBy(() -> strategy().learn(empty(), task("a"), lora, bench))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining("adapters of kind lora do not; choose houlsby or pfeiffer");
    LearnerSettings houlsby =
        settings(IdentityRule.NEVER, AdapterConfigs.of(AdapterKind.HOULSBY, 1, 0));
    assertThatThrownBy(() -> strategy().learn(learnMany(1), task("a"), houlsby, bench))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining("cannot be fused with those of this model");
    assertThat(bench.asked).isEmpty();
  }
}
