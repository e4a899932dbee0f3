package io.engram.consolidation.strategy;

import io.engram.adapters.WeightImportance;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.task.TaskManifest;
import java.util.Optional;

/** Strategies that train one adapter on task after task, a head a task. */
abstract class SharedAdapterStrategy implements ContinualStrategy {
  static final int SHARED = 0;

  /** One adapter, whatever the pool size. */
  @Override
  public final int capacity(int poolSize) {
    return 1;
  }

  /** Nothing: what is trained goes on from what is there. */
  @Override
  public final void prepare(TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {}

  @Override
  public final Learned learn(
      LearnerState state, TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    FineTuning request = request(state, task, settings);
    if (request.start().isPresent()) {
      OneKind.require(state.pool(), settings.adapter(), "trained on");
    }
    FineTuned tuned = bench.fineTune(request);
    String id = task.id().value();
    AdapterPool pool =
        state.pool().slots().isEmpty()
            ? state.pool().append(tuned.adapter(), id)
            : state.pool().consolidate(SHARED, tuned.adapter(), id);
    LearnerState after =
        state
            .with(pool, new LearnedTask(task, tuned.head(), SHARED, Optional.empty()))
            .withHeads(tuned.rehearsed())
            .withImportance(request.start().flatMap(start -> held(state, task)));
    LearningLog log =
        new LearningLog(
            SHARED,
            Optional.empty(),
            Optional.empty(),
            Optional.of(tuned.report()),
            Optional.empty());
    return new Learned(remembered(after, tuned, settings, bench), log);
  }

  /** What is trained for a task. */
  abstract FineTuning request(LearnerState state, TaskManifest task, LearnerSettings settings);

  /** The state with whatever the next task has to know. */
  LearnerState remembered(
      LearnerState after, FineTuned tuned, LearnerSettings settings, LearningWorkbench bench) {
    return after;
  }

  /**
   * What holds the shared adapter for the sake of other tasks. One that serves this task alone is
   * held by nothing: what was counted was of rows that are learnt anew.
   */
  static Optional<WeightImportance> held(LearnerState state, TaskManifest task) {
    return state
        .importance()
        .filter(counted -> !state.headsOfSlot(SHARED, task.id().value()).isEmpty());
  }

  static Optional<io.engram.adapters.AdapterWeights> shared(LearnerState state) {
    return state.pool().slots().stream().findFirst().map(AdapterPool.Slot::weights);
  }
}
