package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.task.SettingRefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdaStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new AdaStrategy();
  }

  @Test
  void fillsThePoolBeforeItConsolidates() {
    FakeWorkbench second = new FakeWorkbench(2, 0);
    LearnerState state = learn(learnMany(1), "task-1", second).state();
    assertThat(state.pool().slots()).hasSize(2);
    assertThat(second.asked).containsExactly("head", "adapter");
  }

  @Test
  void distilsIntoTheSlotThatWasChosenOnceThePoolIsFull() {
    FakeWorkbench third = new FakeWorkbench(3, 1);
    Learned learned = learn(learnMany(2), "task-2", third);
    assertThat(third.asked).containsExactly("head", "adapter", "slot", "distil");
    assertThat(learned.state().pool().slots().get(1).tasks()).containsExactly("task-1", "task-2");
    assertThat(learned.state().pool().slots().get(1).weights())
        .isEqualTo(FakeWorkbench.weights(23));
    assertThat(learned.state().pool().slots().get(0).weights()).isEqualTo(FakeWorkbench.weights(1));
  }

  @Test
  void headsThatWereTrainedAlongAreTakenAndOnlyThose() {
    LearnerState before = learnMany(2);
    FakeWorkbench third = new FakeWorkbench(3, 1);
    third.trainedHeads = Map.of("task-1", FakeWorkbench.head(21), "task-2", FakeWorkbench.head(23));
    LearnerState state = learn(before, "task-2", third).state();
    assertThat(state.task("task-0")).isEqualTo(before.task("task-0"));
    assertThat(state.task("task-1").orElseThrow().head()).isEqualTo(FakeWorkbench.head(21));
    assertThat(state.task("task-2").orElseThrow().head()).isEqualTo(FakeWorkbench.head(23));
  }

  @Test
  void anAdapterOfAnotherKindThanThePoolsIsRefusedBeforeItIsTrained() {
    LearnerState pfeiffer = learnMany(1);
    FakeWorkbench bench = new FakeWorkbench(2, 0);
    LearnerSettings houlsby =
        settings(IdentityRule.NEVER, new BottleneckConfig(Placement.HOULSBY, 1, 0));
    assertThatThrownBy(() -> strategy().learn(pfeiffer, task("task-1"), houlsby, bench))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining("HOULSBY")
        .hasMessageContaining("PFEIFFER");
    assertThat(bench.asked).isEmpty();
    LearnerSettings wider =
        settings(IdentityRule.NEVER, new BottleneckConfig(Placement.PFEIFFER, 8, 0));
    assertThat(strategy().learn(pfeiffer, task("task-1"), wider, bench).state().tasks()).hasSize(2);
  }

  @Test
  void aTaskAloneInItsSlotIsReplacedWithoutDistillation() {
    FakeWorkbench again = new FakeWorkbench(7, 0);
    LearnerState state = learn(learnMany(2), "task-1", again).state();
    assertThat(again.asked).doesNotContain("distil", "slot");
    assertThat(state.pool().slots().get(1).weights()).isEqualTo(FakeWorkbench.weights(7));
  }

  @Test
  void aTaskWhoseProbeIsAsGoodTakesNoSlotWhenTheRuleSaysSo() {
    FakeWorkbench bench = new FakeWorkbench(2, 0);
    bench.probeAccuracy = 0.9;
    bench.adapterAccuracy = 0.9;
    Learned learned =
        strategy().learn(learnMany(1), task("easy"), settings(IdentityRule.WHEN_NOT_WORSE), bench);
    assertThat(learned.log().slot()).isEqualTo(ServingModel.IDENTITY_SLOT);
    assertThat(learned.state().pool().slots()).hasSize(1);
  }

  @Test
  void withoutValidationRowsTheAdapterIsKept() {
    Learned learned =
        strategy()
            .learn(
                learnMany(1),
                task("unknown"),
                settings(IdentityRule.WHEN_NOT_WORSE),
                new FakeWorkbench(2, 0));
    assertThat(learned.log().slot()).isEqualTo(1);
  }
}
