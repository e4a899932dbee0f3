package io.engram.consolidation.strategy;

import static io.engram.adapters.prediction.ServingModel.IDENTITY_SLOT;

import io.engram.adapters.training.TrainedTask;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.TaskManifest;
import java.util.Optional;

/**
 * The linear probe: a head a task on the frozen backbone, no adapter. Every other strategy has to
 * beat it.
 */
public final class HeadOnlyStrategy implements ContinualStrategy {

  @Override
  public String name() {
    return "head-only";
  }

  @Override
  public StrategyNeeds needs(LearnerSettings settings) {
    return new StrategyNeeds(true, false, OldRows.NONE);
  }

  @Override
  public boolean keepsAdapters() {
    return true;
  }

  @Override
  public int capacity(int poolSize) {
    return poolSize;
  }

  @Override
  public void prepare(TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    bench.trainHead(settings.training());
  }

  @Override
  public Learned learn(
      LearnerState state, TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    TrainedTask probe = bench.trainHead(settings.training());
    return new Learned(
        state.withIdentity(new LearnedTask(task, probe.head(), IDENTITY_SLOT, Optional.empty())),
        new LearningLog(
            IDENTITY_SLOT,
            Optional.empty(),
            Optional.of(probe.report()),
            Optional.empty(),
            Optional.empty()));
  }
}
