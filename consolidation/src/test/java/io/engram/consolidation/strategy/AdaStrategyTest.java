package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.training.Rehearsal;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.InMemoryTask;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.SplitCounts;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  void aTaskWhoseAdapterIsNotBetterTakesNoSlotWhenTheRuleSaysSo() {
    FakeWorkbench bench = new FakeWorkbench(2, 0);
    bench.validated = List.of(0, 1, 0, 1);
    Learned learned =
        strategy().learn(learnMany(1), task("easy"), settings(IdentityRule.AUTO), bench);
    assertThat(learned.log().slot()).isEqualTo(ServingModel.IDENTITY_SLOT);
    assertThat(learned.state().pool().slots()).hasSize(1);
    IdentityDecision decision = learned.log().identity().orElseThrow();
    assertThat(decision.identity()).isTrue();
    assertThat(decision.adapter().difference()).isZero();
    assertThat(decision.validationRows()).isEqualTo(4);
    assertThat(learned.log().closedForm()).isPresent();
  }

  @Test
  void aTaskWhoseAdapterIsBetterByMoreThanAStandardErrorTakesASlot() {
    FakeWorkbench bench = new FakeWorkbench(2, 0);
    bench.validated = List.of(0, 1, 0, 1);
    bench.frozenAreWrong = true;
    Learned learned =
        strategy().learn(learnMany(1), task("hard"), settings(IdentityRule.AUTO), bench);
    assertThat(learned.log().slot()).isEqualTo(1);
    IdentityDecision.AdapterGain gain = learned.log().identity().orElseThrow().adapter();
    assertThat(gain.kept()).isTrue();
    assertThat(gain.difference()).isEqualTo(1);
  }

  @Test
  void noAdapterIsTrainedWhenTheIdentitySlotIsAlwaysTaken() {
    FakeWorkbench bench = new FakeWorkbench(2, 0);
    Learned learned =
        strategy().learn(learnMany(1), task("any"), settings(IdentityRule.ALWAYS), bench);
    assertThat(learned.log().slot()).isEqualTo(ServingModel.IDENTITY_SLOT);
    assertThat(bench.asked).doesNotContain("adapter", "distil");
    FakeWorkbench prepared = new FakeWorkbench(2, 0);
    strategy().prepare(task("any"), settings(IdentityRule.ALWAYS), prepared);
    assertThat(prepared.asked).containsExactly("head");
  }

  @Test
  void aTaskInASlotStaysThereWhateverTheRule() {
    FakeWorkbench bench = new FakeWorkbench(7, 0);
    LearnerState state =
        strategy()
            .learn(learnMany(2), task("task-1"), settings(IdentityRule.ALWAYS), bench)
            .state();
    assertThat(state.task("task-1").orElseThrow().slot()).isEqualTo(1);
  }

  @Test
  void withoutValidationRowsTheAdapterIsKept() {
    Learned learned =
        strategy()
            .learn(
                learnMany(1),
                task("unknown"),
                settings(IdentityRule.AUTO),
                new FakeWorkbench(2, 0));
    assertThat(learned.log().slot()).isEqualTo(1);
  }

  @Test
  void theOracleTriesEverySlotAndKeepsTheOneInWhichTheTaskDoesBest() {
    FakeWorkbench third = new FakeWorkbench(3, 0);
    LearnerSettings oracle = settings("oracle", false, Map.of());
    third.validated = List.of(0, 1);
    third.rightFrom = 20;
    Learned learned =
        strategy()
            .learn(
                learnMany(2),
                InMemoryTask.manifest("task-2", List.of("a", "b"), new SplitCounts(2, 1, 1)),
                oracle,
                third);
    assertThat(third.asked)
        .containsExactly("head", "adapter", "distil", "validate", "distil", "validate");
    assertThat(learned.log().slot()).isEqualTo(1);
    assertThat(learned.log().choice().orElseThrow().scores()).containsExactly(0.0, 1.0);
    assertThat(learned.state().pool().slots().get(1).weights())
        .isEqualTo(FakeWorkbench.weights(23));
  }

  @Test
  void theOracleRefusesATaskWithoutValidationRowsAsItsDataBeforeAnythingIsTrained() {
    FakeWorkbench third = new FakeWorkbench(3, 0);
    LearnerSettings oracle = settings("oracle", false, Map.of());
    assertThatThrownBy(() -> strategy().learn(learnMany(2), task("task-2"), oracle, third))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContainingAll("task-2", "validation rows", "--transferability");
    assertThat(third.asked).isEmpty();
    assertThat(strategy().learn(learnMany(1), task("task-1"), oracle, third).log().slot())
        .as("a pool with room asks no oracle")
        .isEqualTo(1);
  }

  private LearnerSettings warm(String transferability, double value) {
    return settings(transferability, false, Map.of("warm-start", value));
  }

  @Test
  void aWarmAdapterGoesOnFromTheChosenSlotAndIsDistilledIntoIt() {
    LearnerState before = learnMany(2);
    FakeWorkbench third = new FakeWorkbench(3, 1);
    Learned learned = strategy().learn(before, task("task-2"), warm("leep", 1), third);
    assertThat(third.asked).containsExactly("head", "slot", "fine-tune", "distil");
    assertThat(third.lastRequest.start()).contains(before.pool().slots().get(1).weights());
    assertThat(third.lastRequest.rehearsed()).isEmpty();
    assertThat(learned.log().slot()).isEqualTo(1);
    assertThat(learned.log().choice()).isPresent();
    assertThat(learned.state().pool().slots().get(1).tasks()).containsExactly("task-1", "task-2");
  }

  @Test
  void aWarmAdapterTakesAFreeSlotAndTheFirstOneIsFresh() {
    FakeWorkbench first = new FakeWorkbench(1, 0);
    LearnerState one = strategy().learn(empty(), task("task-0"), warm("leep", 1), first).state();
    assertThat(first.asked).containsExactly("head", "adapter");
    FakeWorkbench second = new FakeWorkbench(2, 0);
    Learned learned = strategy().learn(one, task("task-1"), warm("leep", 1), second);
    assertThat(second.asked).containsExactly("head", "slot", "fine-tune");
    assertThat(learned.log().slot()).isEqualTo(1);
    assertThat(learned.log().choice()).isEmpty();
    assertThat(learned.state().pool().slots().get(0)).isEqualTo(one.pool().slots().get(0));
  }

  @Test
  void aTaskLearntAgainGoesOnFromItsOwnSlotWithoutAChoice() {
    FakeWorkbench again = new FakeWorkbench(7, 0);
    LearnerState before = learnMany(3);
    int own = before.task("task-1").orElseThrow().slot();
    strategy().learn(before, task("task-1"), warm("leep", 1), again);
    assertThat(again.asked).doesNotContain("slot", "adapter");
    assertThat(again.lastRequest.start()).contains(before.pool().slots().get(own).weights());
  }

  @Test
  void whatAWarmAdapterDependsOnIsNotPrepared() {
    FakeWorkbench prepared = new FakeWorkbench(1, 0);
    strategy().prepare(task("any"), warm("leep", 1), prepared);
    assertThat(prepared.asked).containsExactly("head");
  }

  @Test
  void keptRowsOfTheSlotsTasksAreTrainedOnBesidesUnderTheirHeads() {
    LearnerState before = ReplayStrategyTest.withRows(learnMany(3), "task-0", "task-1", "task-2");
    int slot = before.task("task-1").orElseThrow().slot();
    FakeWorkbench bench = new FakeWorkbench(4, slot);
    LearnerSettings beside = settings("leep", false, Map.of("old-weight", 2.0));
    strategy().learn(before, task("task-3"), beside, bench);
    assertThat(bench.asked).containsExactly("head", "slot", "fine-tune", "distil");
    assertThat(bench.lastRequest.rehearsed().keySet())
        .isEqualTo(Set.copyOf(before.pool().slots().get(slot).tasks()));
    assertThat(bench.lastRequest.rehearsal()).isEqualTo(new Rehearsal(false, 2.0));
    assertThat(strategy().needs(beside).oldRows()).isEqualTo(OldRows.LABELLED);
    assertThat(strategy().needs(warm("leep", 1)).oldRows()).isEqualTo(OldRows.INPUTS);
  }

  @Test
  void theAdapterTeachesThoseTasksOfTheSlotAlongThatItWasTrainedOnAndNoOther() {
    LearnerState three = learnMany(3);
    int slot = three.task("task-2").orElseThrow().slot();
    List<String> ofSlot = three.pool().slots().get(slot).tasks();
    assertThat(ofSlot).hasSize(2);
    LearnerState before = ReplayStrategyTest.withRows(three, ofSlot.get(0));
    FakeWorkbench bench = new FakeWorkbench(4, slot);
    LearnerSettings both = settings("leep", false, Map.of("old-weight", 1.0, "learnt-share", 0.5));
    strategy().learn(before, task("task-3"), both, bench);
    assertThat(bench.lastConsolidation.learntShares()).isEqualTo(Map.of(ofSlot.get(0), 0.5));
  }

  @Test
  void withoutTheOptionTheSlotAloneTeachesItsTasks() {
    FakeWorkbench paper = new FakeWorkbench(3, 1);
    learn(learnMany(2), "task-2", paper);
    assertThat(paper.lastConsolidation.learntShares()).isEmpty();
  }

  @Test
  void rowsOfTheSlotsTasksAreTrainedOnFromThatSlotSoNothingIsPrepared() {
    FakeWorkbench prepared = new FakeWorkbench(1, 0);
    LearnerSettings rehearsed = settings("leep", false, Map.of("old-weight", 1.0));
    strategy().prepare(task("any"), rehearsed, prepared);
    assertThat(prepared.asked).containsExactly("head");
  }

  @Test
  void anAdapterThatKnowsNothingOfTheSlotsTasksDoesNotTeachThem() {
    assertRefused(
        "leep",
        Map.of("warm-start", 1.0, "learnt-share", 0.7),
        "option learnt-share of strategy ada",
        "give old-weight=1 too");
  }

  @Test
  void optionsOutOfTheirRangeAreRefused() {
    assertRefused("leep", Map.of("warm-start", 0.5), "0 or 1, got 0.5");
    assertRefused("leep", Map.of("old-weight", -1.0), "0 or more, got -1.0");
    assertRefused("leep", Map.of("old-weight", 1.0, "learnt-share", 1.5), "0 to 1, got 1.5");
  }

  @Test
  void rehearsalOfRowsThatAreNotKeptIsRefused() {
    Map<String, Double> options = Map.of("old-weight", 1.0);
    LearnerSettings none =
        settings(IdentityRule.NEVER, FakeWorkbench.weights(0).config(), "leep", false, options, 0);
    assertThat(AdaOptions.of(settings("leep", false, options)).rehearses()).isTrue();
    assertThatThrownBy(() -> AdaOptions.of(none))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining("reservoir-rows 0 keeps none");
  }

  @Test
  void theOracleHasNoSlotToStartFrom() {
    assertRefused("oracle", Map.of("warm-start", 1.0), "option warm-start", "another score");
    assertRefused("oracle", Map.of("old-weight", 1.0), "option old-weight", "another score");
  }

  private void assertRefused(String transferability, Map<String, Double> options, String... parts) {
    FakeWorkbench bench = new FakeWorkbench(1, 0);
    LearnerSettings settings = settings(transferability, false, options);
    assertThatThrownBy(() -> strategy().learn(empty(), task("t"), settings, bench))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContainingAll(parts);
    assertThat(bench.asked).isEmpty();
  }
}
