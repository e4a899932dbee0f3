package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
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

  @Test
  void theOracleTriesEverySlotAndKeepsTheOneInWhichTheTaskDoesBest() {
    FakeWorkbench third = new FakeWorkbench(3, 0);
    LearnerSettings s = settings(IdentityRule.NEVER);
    LearnerSettings oracle =
        new LearnerSettings(
            s.strategy(),
            s.poolSize(),
            "oracle",
            s.adapter(),
            s.maxLength(),
            s.training(),
            s.consolidation(),
            s.start(),
            s.reservoirRows(),
            s.identity(),
            s.seed());
    Learned learned = strategy().learn(learnMany(2), task("task-2"), oracle, third);
    assertThat(third.asked)
        .containsExactly("head", "adapter", "distil", "accuracy", "distil", "accuracy", "distil");
    assertThat(learned.log().slot()).isEqualTo(1);
    assertThat(learned.log().choice().orElseThrow().scores()).containsExactly(0.013, 0.023);
    assertThat(learned.state().pool().slots().get(1).weights())
        .isEqualTo(FakeWorkbench.weights(23));
  }
}
