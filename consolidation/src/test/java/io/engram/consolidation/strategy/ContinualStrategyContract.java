package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TableSource;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskId;
import io.engram.consolidation.task.TaskManifest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every strategy promises; extend it with the strategy and nothing else. */
abstract class ContinualStrategyContract {
  static final int POOL = 2;

  abstract ContinualStrategy strategy();

  static TaskManifest task(String id) {
    return new TaskManifest(
        new TaskId(id),
        TaskColumns.defaults(),
        SplitRule.defaults(),
        List.of("a", "b"),
        new TreeMap<>(Map.of("a", new SplitCounts(2, 0, 1), "b", new SplitCounts(2, 0, 1))),
        "0".repeat(64),
        TableSource.of("memory", "memory", Map.of()),
        new TaskManifest.TextSizes(10, 5, 0));
  }

  LearnerState empty() {
    return new LearnerState(
        0, AdapterPool.empty(strategy().capacity(POOL)), List.of(), new Reservoir(0, 0));
  }

  LearnerSettings settings(LearnerSettings.IdentityRule identity) {
    return settings(identity, FakeWorkbench.weights(0).config());
  }

  LearnerSettings settings(LearnerSettings.IdentityRule identity, AdapterConfig adapter) {
    return settings(identity, adapter, "least-loaded", false, Map.of());
  }

  /** A pool of two, and twenty old rows. */
  LearnerSettings settings(
      LearnerSettings.IdentityRule identity,
      AdapterConfig adapter,
      String transferability,
      boolean trainHeads,
      Map<String, Double> options) {
    return settings(identity, adapter, transferability, trainHeads, options, 20);
  }

  LearnerSettings settings(
      LearnerSettings.IdentityRule identity,
      AdapterConfig adapter,
      String transferability,
      boolean trainHeads,
      Map<String, Double> options,
      int reservoirRows) {
    SettingsChoice d = SettingsChoice.defaults();
    return new LearnerSettings(
        strategy().name(),
        POOL,
        transferability,
        adapter,
        64,
        d.training(),
        d.consolidation(),
        d.start(),
        d.slotWidth(),
        trainHeads,
        reservoirRows,
        identity,
        0,
        new TreeMap<>(options),
        d.router());
  }

  /** As {@link #settings(LearnerSettings.IdentityRule)}, every task with an adapter. */
  LearnerSettings settings(
      String transferability, boolean trainHeads, Map<String, Double> options) {
    return settings(
        LearnerSettings.IdentityRule.NEVER,
        FakeWorkbench.weights(0).config(),
        transferability,
        trainHeads,
        options);
  }

  /** The state with the rows that the strategy cannot do without. */
  LearnerState kept(LearnerState state) {
    return state;
  }

  Learned learn(LearnerState state, String task, FakeWorkbench bench) {
    return strategy()
        .learn(kept(state), task(task), settings(LearnerSettings.IdentityRule.NEVER), bench);
  }

  LearnerState learnMany(int tasks) {
    LearnerState state = empty();
    for (int t = 0; t < tasks; t++) {
      state = learn(state, "task-" + t, new FakeWorkbench(t + 1, 0)).state();
    }
    return state;
  }

  @Test
  void predictsEveryTaskItEverLearnt() {
    ServingModel serving = learnMany(5).serving();
    assertThat(serving.tasks()).containsOnlyKeys("task-0", "task-1", "task-2", "task-3", "task-4");
  }

  @Test
  void aSecondHeadLeavesEverythingElseAsItIsWithoutOne() {
    LearnerSettings alone = settings(LearnerSettings.IdentityRule.NEVER);
    LearnerSettings both =
        settings(
            LearnerSettings.IdentityRule.NEVER,
            FakeWorkbench.weights(0).config(),
            "least-loaded",
            false,
            Map.of(Ensemble.OPTION, 1.0));
    LearnerState one = empty();
    LearnerState two = empty();
    for (int t = 0; t < 3; t++) {
      TaskManifest task = task("task-" + t);
      one = Strategies.learn(kept(one), task, alone, new FakeWorkbench(t + 1, 0)).state();
      two = Strategies.learn(kept(two), task, both, new FakeWorkbench(t + 1, 0)).state();
    }
    assertThat(two.pool()).isEqualTo(one.pool());
    for (LearnedTask task : one.tasks()) {
      LearnedTask ensemble = two.task(task.id()).orElseThrow();
      assertThat(task.second()).isEmpty();
      assertThat(ensemble.second().orElseThrow().features()).isPresent();
      assertThat(ensemble.head()).isEqualTo(task.head());
      assertThat(ensemble.slot()).isEqualTo(task.slot());
      assertThat(two.answersAsIn(one, task.id())).isFalse();
      assertThat(two.withFirstHeads().answersAsIn(one, task.id())).isTrue();
    }
  }

  @Test
  void neverKeepsMoreAdaptersThanItDeclares() {
    LearnerState state = learnMany(6);
    assertThat(state.pool().slots().size()).isLessThanOrEqualTo(strategy().capacity(POOL));
  }

  @Test
  void whatIsPreparedIsWhatLearningAsksForFirstAndDependsOnNoState() {
    FakeWorkbench prepared = new FakeWorkbench(1, 0);
    strategy().prepare(task("any"), settings(LearnerSettings.IdentityRule.NEVER), prepared);
    FakeWorkbench learnt = new FakeWorkbench(1, 0);
    learn(learnMany(3), "any", learnt);
    assertThat(prepared.asked).doesNotContain("slot", "distil", "fine-tune");
    assertThat(learnt.asked.subList(0, prepared.asked.size())).isEqualTo(prepared.asked);
    boolean trains = learnt.asked.contains("head") || learnt.asked.contains("adapter");
    assertThat(prepared.asked.isEmpty()).isEqualTo(!trains);
  }

  @Test
  void leavesTheGivenStateAsItWas() {
    LearnerState before = learnMany(2);
    List<LearnedTask> tasks = before.tasks();
    AdapterPool pool = before.pool();
    learn(before, "one-more", new FakeWorkbench(9, 0));
    assertThat(before.tasks()).isEqualTo(tasks);
    assertThat(before.pool()).isEqualTo(pool);
  }

  @Test
  void changesTheHeadsOfThoseOldTasksOnlyThatAreTrainedAlong() {
    LearnerState before = learnMany(3);
    FakeWorkbench bench = new FakeWorkbench(9, 0);
    LearnerState after = learn(before, "one-more", bench).state();
    boolean along = bench.lastRequest != null && bench.lastRequest.rehearsal().trainHeads();
    for (LearnedTask task : before.tasks()) {
      boolean trained = along && bench.lastRequest.rehearsed().containsKey(task.id());
      assertThat(after.task(task.id()).orElseThrow().head())
          .isEqualTo(trained ? bench.rehearsedHead() : task.head());
    }
  }

  @Test
  void whatIsTrainedIsTrainedAsSetForTasksAndWhatIsConsolidatedAsSetForThat() {
    SettingsChoice d = SettingsChoice.defaults();
    LearnerState state = empty();
    for (int t = 0; t < POOL + 2; t++) {
      FakeWorkbench bench = new FakeWorkbench(t + 1, 0);
      state = learn(state, "task-" + t, bench).state();
      assertThat(bench.trainings).allSatisfy(used -> assertThat(used).isEqualTo(d.training()));
      if (bench.lastConsolidation != null) {
        assertThat(bench.lastConsolidation.training()).isEqualTo(d.consolidation());
      }
    }
  }

  @Test
  void aTaskLearntAgainKeepsItsPlaceAndItsSlot() {
    LearnerState before = learnMany(3);
    LearnerState after = learn(before, "task-0", new FakeWorkbench(50, 1)).state();
    assertThat(after.tasks())
        .extracting(LearnedTask::id)
        .containsExactly("task-0", "task-1", "task-2");
    assertThat(after.task("task-0").orElseThrow().slot())
        .isEqualTo(before.task("task-0").orElseThrow().slot());
    assertThat(after.task("task-0").orElseThrow().head())
        .isNotEqualTo(before.task("task-0").orElseThrow().head());
  }

  @Test
  void aTaskOfASharedSlotLearntAgainIsOnlyInTheSlotThatServesIt() {
    AdaStrategy ada = new AdaStrategy();
    LearnerState shared = new LearnerState(0, AdapterPool.empty(1), List.of(), new Reservoir(0, 0));
    for (int t = 0; t < 3; t++) {
      shared = learn(ada, shared, "task-" + t, new FakeWorkbench(t + 1, 0));
    }
    assertThat(shared.loads()).containsExactly(3);
    LearnerState roomy = shared.withCapacity(strategy().capacity(POOL));
    LearnerState after = learn(roomy, "task-1", new FakeWorkbench(50, 0)).state();
    assertPoolAndTasksAgree(after);
    assertThat(after.tasks()).hasSize(3);
  }

  @Test
  void aTaskAloneInItsSlotLearntAgainIsOnlyInTheSlotThatServesIt() {
    if (strategy().capacity(POOL) < 2) {
      return; // what has two slots cannot become a model of it
    }
    AdapterPerTaskStrategy adapters = new AdapterPerTaskStrategy();
    LearnerState alone = new LearnerState(0, AdapterPool.empty(2), List.of(), new Reservoir(0, 0));
    for (int t = 0; t < 2; t++) {
      alone = learn(adapters, alone, "task-" + t, new FakeWorkbench(t + 1, 0));
    }
    AdapterWeights other = alone.pool().slots().get(1).weights();
    LearnerState roomy = alone.withCapacity(strategy().capacity(POOL));
    LearnerState after = learn(roomy, "task-0", new FakeWorkbench(50, 0)).state();
    assertPoolAndTasksAgree(after);
    int slot = after.task("task-1").orElseThrow().slot();
    assertThat(after.pool().slots().get(slot).weights()).isEqualTo(other);
  }

  private LearnerState learn(
      ContinualStrategy strategy, LearnerState state, String task, FakeWorkbench bench) {
    return strategy
        .learn(state, task(task), settings(LearnerSettings.IdentityRule.NEVER), bench)
        .state();
  }

  private static void assertPoolAndTasksAgree(LearnerState state) {
    for (LearnedTask task : state.tasks()) {
      assertThat(state.pool().slotOf(task.id()).orElse(ServingModel.IDENTITY_SLOT))
          .as("slot of %s", task.id())
          .isEqualTo(task.slot());
    }
    assertThat(java.util.Arrays.stream(state.loads()).sum())
        .isEqualTo(state.tasks().stream().filter(task -> task.slot() >= 0).count());
  }

  @Test
  void isFoundByItsName() {
    assertThat(Strategies.named(strategy().name())).hasSameClassAs(strategy());
  }
}
