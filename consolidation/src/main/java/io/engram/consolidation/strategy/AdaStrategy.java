package io.engram.consolidation.strategy;

import static io.engram.adapters.prediction.ServingModel.IDENTITY_SLOT;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.training.TrainedTask;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.LearningWorkbench.Distilled;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskManifest;
import io.engram.consolidation.transferability.SlotChoice;
import java.util.Map;
import java.util.Optional;

/**
 * Adaptive distillation of adapters (Ermis et al., NeurIPS 2022, algorithm 1): every task trains an
 * adapter of its own; while the pool has room it is kept, then it is distilled into the slot that a
 * transferability score picks.
 *
 * <p>Beyond the paper: a task whose frozen features already separate its classes takes no slot at
 * all (see {@link LearnerSettings.IdentityRule}).
 */
public final class AdaStrategy implements ContinualStrategy {

  @Override
  public String name() {
    return "ada";
  }

  @Override
  public StrategyNeeds needs() {
    return new StrategyNeeds(true, true, true);
  }

  @Override
  public int capacity(int poolSize) {
    return poolSize;
  }

  @Override
  public void prepare(TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    bench.trainHead(settings.training());
    bench.trainAdapter(settings.adapter(), settings.training());
  }

  @Override
  public Learned learn(
      LearnerState state, TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    requireOneKind(state.pool(), settings.adapter());
    TrainedTask probe = bench.trainHead(settings.training());
    TrainedTask learnt = bench.trainAdapter(settings.adapter(), settings.training());

    Optional<Integer> ownSlot = state.task(task.id().value()).map(LearnedTask::slot);
    if (ownSlot.isEmpty() && settings.identity().prefersProbe(probe.report(), learnt.report())) {
      return learned(
          state, state.pool(), task, probe, IDENTITY_SLOT, new Steps(probe, learnt, null, null));
    }
    AdapterPool pool = state.pool();
    if (ownSlot.filter(slot -> slot != IDENTITY_SLOT).isEmpty() && !pool.isFull()) {
      return learned(
          state,
          pool.append(learnt.adapter(), task.id().value()),
          task,
          learnt,
          pool.slots().size(),
          new Steps(probe, learnt, null, null));
    }
    SlotChoice choice = null;
    int slot = ownSlot.filter(own -> own != IDENTITY_SLOT).orElse(IDENTITY_SLOT);
    if (slot == IDENTITY_SLOT) {
      choice = bench.selectSlot(state, settings.transferability());
      slot = choice.slot();
    }
    if (state.headsOfSlot(slot, task.id().value()).isEmpty()) {
      AdapterWeights alone = learnt.adapter();
      return learned(
          state,
          pool.consolidate(slot, alone, task.id().value()),
          task,
          learnt,
          slot,
          new Steps(probe, learnt, choice, null));
    }
    Distilled student =
        bench.distil(state, slot, learnt.adapter(), learnt.head(), settings.consolidation());
    return learned(
        state,
        pool.consolidate(slot, student.weights(), task.id().value()),
        task,
        learnt,
        slot,
        new Steps(probe, learnt, choice, student));
  }

  private static void requireOneKind(AdapterPool pool, AdapterConfig chosen) {
    for (AdapterPool.Slot slot : pool.slots()) {
      AdapterConfig kept = slot.weights().config();
      if (!kept.fits(chosen)) {
        throw new SettingRefusedException(
            "adapter "
                + chosen
                + " cannot be consolidated with those of this model, which has "
                + kept
                + ": only their widths may differ; choose as before, or begin another model");
      }
    }
  }

  private record Steps(
      TrainedTask probe, TrainedTask adapter, SlotChoice choice, Distilled student) {}

  private static Learned learned(
      LearnerState state,
      AdapterPool pool,
      TaskManifest task,
      TrainedTask kept,
      int slot,
      Steps steps) {
    LearnedTask entry = new LearnedTask(task, kept.head(), slot, Optional.empty());
    LearningLog log =
        new LearningLog(
            slot,
            Optional.ofNullable(steps.choice()),
            Optional.of(steps.probe().report()),
            Optional.of(steps.adapter().report()),
            Optional.ofNullable(steps.student()).map(Distilled::report));
    Map<String, Head> heads = steps.student() == null ? Map.of() : steps.student().heads();
    return new Learned(state.with(pool, entry).withHeads(heads), log);
  }
}
