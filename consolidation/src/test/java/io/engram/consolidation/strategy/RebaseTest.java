package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two tasks learnt at once from the same state: which pairs commute, and to what. */
class RebaseTest {
  private static final ContinualStrategy ADA = new AdaStrategy();

  private static LearnerState learn(
      ContinualStrategy strategy, LearnerState state, String task, int mark, int slot) {
    return learn(strategy, state, task, new FakeWorkbench(mark, slot));
  }

  private static LearnerState learn(
      ContinualStrategy strategy, LearnerState state, String task, FakeWorkbench bench) {
    SettingsChoice d = SettingsChoice.defaults();
    LearnerSettings settings =
        new LearnerSettings(
            strategy.name(),
            state.pool().capacity(),
            "least-loaded",
            FakeWorkbench.weights(0).config(),
            64,
            d.training(),
            d.consolidation(),
            d.start(),
            d.slotWidth(),
            d.trainHeads(),
            0,
            IdentityRule.NEVER,
            0,
            Collections.emptySortedMap(),
            RouterRule.LDA);
    return strategy.learn(state, ContinualStrategyContract.task(task), settings, bench).state();
  }

  private static LearnerState learn(LearnerState state, String task, int mark, int slot) {
    return learn(ADA, state, task, mark, slot);
  }

  private static LearnerState base(int capacity, String... tasks) {
    LearnerState state =
        new LearnerState(0, AdapterPool.empty(capacity), List.of(), new Reservoir(0, 0));
    for (int t = 0; t < tasks.length; t++) {
      state = learn(state, tasks[t], t + 1, 0);
    }
    return state;
  }

  /** What the loser would have become, had it started after the winner. */
  private static void assertAsIfLearntAfter(
      LearnerState base, LearnerState winner, String task, int mark, int slot) {
    LearnerState loser = learn(base, task, mark, slot);
    assertThat(Rebase.onto(winner, base, loser, task, ADA))
        .contains(learn(winner, task, mark, slot));
  }

  @Test
  void twoNewSlotsCommuteWhereThereIsRoomForBoth() {
    LearnerState base = base(3, "first");
    assertAsIfLearntAfter(base, learn(base, "winner", 7, 0), "loser", 8, 0);
  }

  @Test
  void theLastFreeSlotIsTakenOnce() {
    LearnerState base = base(2, "first");
    LearnerState loser = learn(base, "loser", 8, 0);
    assertThat(Rebase.onto(learn(base, "winner", 7, 0), base, loser, "loser", ADA)).isEmpty();
  }

  @Test
  void consolidationsIntoTwoSlotsCommute() {
    LearnerState base = base(2, "first", "second");
    assertAsIfLearntAfter(base, learn(base, "winner", 7, 0), "loser", 8, 1);
  }

  @Test
  void aFusionIsLearntAgainWhereAnAdapterCameThatItDoesNotAttendTo() {
    ContinualStrategy fusion = new FusionStrategy();
    LearnerState base = learn(fusion, base(Integer.MAX_VALUE, "first"), "second", 2, 0);
    LearnerState loser = learn(fusion, base, "loser", 8, 0);
    assertThat(Rebase.onto(base, base, loser, "loser", fusion)).contains(loser);
    LearnerState winner = learn(fusion, base, "winner", 7, 0);
    assertThat(Rebase.onto(winner, base, loser, "loser", fusion)).isEmpty();
  }

  @Test
  void theFirstTasksOfAFusionAreLearntAgainToo() {
    ContinualStrategy fusion = new FusionStrategy();
    LearnerState base = base(Integer.MAX_VALUE);
    LearnerState winner = learn(fusion, base, "winner", 7, 0);
    LearnerState loser = learn(fusion, base, "loser", 8, 0);
    assertThat(loser.fuses()).as("the first has nothing to attend to").isFalse();
    assertThat(Rebase.onto(winner, base, loser, "loser", fusion)).isEmpty();
    LearnerState onlyHead = learn(new HeadOnlyStrategy(), base, "winner", 7, 0);
    assertThat(Rebase.onto(onlyHead, base, loser, "loser", fusion))
        .contains(learn(fusion, onlyHead, "loser", 8, 0));
  }

  @Test
  void headsThatAConsolidationTrainedComeWithIt() {
    LearnerState base = base(2, "first", "second");
    FakeWorkbench bench = new FakeWorkbench(8, 1);
    bench.trainedHeads = Map.of("second", FakeWorkbench.head(28), "loser", FakeWorkbench.head(29));
    LearnerState loser = learn(ADA, base, "loser", bench);
    LearnerState winner = learn(base, "winner", 7, 0);
    assertThat(Rebase.onto(winner, base, loser, "loser", ADA))
        .contains(learn(ADA, winner, "loser", bench));
  }

  @Test
  void consolidationsIntoOneSlotDoNot() {
    LearnerState base = base(2, "first", "second");
    LearnerState loser = learn(base, "loser", 8, 1);
    assertThat(Rebase.onto(learn(base, "winner", 7, 1), base, loser, "loser", ADA)).isEmpty();
  }

  @Test
  void theIdentitySlotTakesEverybody() {
    ContinualStrategy heads = new HeadOnlyStrategy();
    LearnerState base = base(1, "first");
    LearnerState loser = learn(heads, base, "loser", 8, 0);
    LearnerState winner = learn(base, "winner", 7, 0);
    assertThat(Rebase.onto(winner, base, loser, "loser", heads))
        .contains(learn(heads, winner, "loser", 8, 0));
  }

  @Test
  void whatHoldsTheSharedAdapterComesWithATaskLearntBesideOneThatTakesNoSlot() {
    ContinualStrategy ewc = new EwcStrategy();
    ContinualStrategy heads = new HeadOnlyStrategy();
    for (LearnerState base : List.of(base(1), learn(ewc, base(1), "first", 1, 0))) {
      LearnerState loser = learn(ewc, base, "loser", 8, 0);
      LearnerState winner = learn(heads, base, "winner", 7, 0);
      Optional<LearnerState> rebased = Rebase.onto(winner, base, loser, "loser", ewc);
      assertThat(rebased).contains(learn(ewc, winner, "loser", 8, 0));
      assertThat(rebased.orElseThrow().importance())
          .isPresent()
          .isNotEqualTo(base.importance())
          .isEqualTo(loser.importance());
    }
  }

  @Test
  void aTaskThatTheWinnerChangedTooIsAConflict() {
    LearnerState base = base(2, "first", "second");
    LearnerState loser = learn(base, "first", 8, 0);
    assertThat(Rebase.onto(learn(base, "first", 7, 0), base, loser, "first", ADA)).isEmpty();
  }

  @Test
  void aSlotOfWhichAnotherTaskGotANewHeadIsChanged() {
    LearnerState base = base(1, "first", "second");
    LearnerState loser = learn(base, "second", 8, 0);
    assertThat(Rebase.onto(learn(base, "first", 7, 0), base, loser, "second", ADA)).isEmpty();
  }

  @Test
  void aTaskLearntAgainCommutesWithANewOneElsewhere() {
    LearnerState base = base(2, "first", "second");
    assertAsIfLearntAfter(base, learn(base, "winner", 7, 1), "first", 8, 0);
  }

  @Test
  void slotsThatMovedDownAreNotMistakenForEachOther() {
    ContinualStrategy heads = new HeadOnlyStrategy();
    LearnerState base = base(2, "first", "second");
    LearnerState loser = learn(base, "loser", 8, 1);
    LearnerState winner = learn(heads, base, "first", 7, 0);
    assertThat(winner.pool().slots()).hasSize(1);
    Optional<LearnerState> rebased = Rebase.onto(winner, base, loser, "loser", ADA);
    assertThat(rebased).isEmpty();
    assertThat(winner.task("first").orElseThrow().slot()).isEqualTo(ServingModel.IDENTITY_SLOT);
  }
}
