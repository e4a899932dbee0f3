package io.engram.consolidation.strategy;

import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.training.TrainedTask;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.TaskManifest;
import java.util.Optional;

/**
 * One adapter a task: no forgetting, grows with the number of tasks. The line ADA approaches with
 * growing K.
 */
public final class AdapterPerTaskStrategy implements ContinualStrategy {

  @Override
  public String name() {
    return "adapters";
  }

  @Override
  public StrategyNeeds needs(LearnerSettings settings) {
    return new StrategyNeeds(true, true, OldRows.NONE);
  }

  @Override
  public boolean keepsAdapters() {
    return true;
  }

  /** As many as there are tasks, whatever the pool size. */
  @Override
  public int capacity(int poolSize) {
    return Integer.MAX_VALUE;
  }

  @Override
  public void prepare(TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    bench.trainAdapter(settings.adapter(), settings.training());
  }

  @Override
  public Learned learn(
      LearnerState state, TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    TrainedTask learnt = bench.trainAdapter(settings.adapter(), settings.training());
    int own =
        state.task(task.id().value()).map(LearnedTask::slot).orElse(ServingModel.IDENTITY_SLOT);
    // A slot that another strategy shared among tasks stays as it is for the others.
    boolean alone = own != ServingModel.IDENTITY_SLOT && state.pool().slots().get(own).load() == 1;
    int slot = alone ? own : state.pool().slots().size();
    String id = task.id().value();
    // Fusions of other tasks go on with the adapter that they were trained on.
    LearnerState before =
        alone && !state.fusedBy(own, id).isEmpty() ? state.withCopyForFusions(own, id) : state;
    AdapterPool pool =
        alone
            ? before.pool().consolidate(slot, learnt.adapter(), id)
            : before.pool().without(id).append(learnt.adapter(), id);
    LearnerState after =
        before.with(pool, new LearnedTask(task, learnt.head(), slot, Optional.empty()));
    return new Learned(
        after,
        new LearningLog(
            after.task(id).orElseThrow().slot(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(learnt.report()),
            Optional.empty()));
  }
}
