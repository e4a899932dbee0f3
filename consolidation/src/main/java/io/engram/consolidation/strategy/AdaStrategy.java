package io.engram.consolidation.strategy;

import static io.engram.adapters.prediction.ServingModel.IDENTITY_SLOT;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.training.TrainedTask;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.LearningWorkbench.Distilled;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.TaskManifest;
import io.engram.consolidation.transferability.Oracle;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.consolidation.transferability.TransferabilityMethod;
import java.util.Optional;

/**
 * Adaptive distillation of adapters (Ermis et al., NeurIPS 2022, algorithm 1): every task trains an
 * adapter of its own; while the pool has room it is kept, then it is distilled into the slot that a
 * transferability score picks.
 *
 * <p>Beyond the paper: a task whose frozen features already separate its classes takes no slot at
 * all (see {@link LearnerSettings.IdentityRule}).
 */
public class AdaStrategy implements ContinualStrategy {

  @Override
  public String name() {
    return "ada";
  }

  @Override
  public StrategyNeeds needs() {
    return new StrategyNeeds(true, true, OldRows.INPUTS);
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
      choice = select(state, learnt, settings, bench);
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
    Distilled student = consolidate(state, slot, learnt, settings, bench);
    return learned(
        state,
        pool.consolidate(slot, student.weights(), task.id().value()),
        task,
        learnt,
        slot,
        new Steps(probe, learnt, choice, student));
  }

  /** One adapter for the slot's tasks and the new one. */
  Distilled consolidate(
      LearnerState state,
      int slot,
      TrainedTask learnt,
      LearnerSettings settings,
      LearningWorkbench bench) {
    return bench.distil(state, slot, learnt.adapter(), learnt.head(), settings.consolidation());
  }

  private SlotChoice select(
      LearnerState state, TrainedTask learnt, LearnerSettings settings, LearningWorkbench bench) {
    if (!settings.transferability().equals(TransferabilityMethod.ORACLE.shortName())) {
      return bench.selectSlot(state, settings.transferability());
    }
    return new Oracle(
            slot -> {
              AdapterWeights student = consolidate(state, slot, learnt, settings, bench).weights();
              return bench.validationAccuracy(student, learnt.head());
            })
        .choose(state.loads());
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
    return new Learned(state.with(pool, entry), log);
  }
}
