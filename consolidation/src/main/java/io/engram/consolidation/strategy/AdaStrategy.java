package io.engram.consolidation.strategy;

import static io.engram.adapters.prediction.ServingModel.IDENTITY_SLOT;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.training.TrainedTask;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.LearningWorkbench.Distilled;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.TaskManifest;
import io.engram.consolidation.transferability.Oracle;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.consolidation.transferability.TransferabilityMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Adaptive distillation of adapters (Ermis et al., NeurIPS 2022, algorithm 1): every task trains an
 * adapter of its own; while the pool has room it is kept, then it is distilled into the slot that a
 * transferability score picks.
 *
 * <p>Beyond the paper: a task whose frozen features already separate its classes takes no slot at
 * all, where the settings say so (see {@link IdentityRule}); and with option {@code warm-start} 1 a
 * task's adapter goes on from the slot that the score picks instead of from nothing, so that few
 * rows gain from what earlier tasks taught. It then depends on the pool: tasks that wait cannot be
 * trained side by side. Option {@code old-weight} lets it go on from there and train on the
 * labelled rows that are kept of that slot's tasks besides, under their heads as they are, so that
 * tasks gain from each other as they do in experience replay ({@link ReplayStrategy}); the rows are
 * then kept with their classes. With option {@code learnt-share} it also teaches the tasks that it
 * was trained on besides, with that share; the slot has the rest.
 */
public class AdaStrategy implements ContinualStrategy {
  @Override
  public String name() {
    return "ada";
  }

  @Override
  public StrategyNeeds needs(LearnerSettings settings) {
    return new StrategyNeeds(
        true, true, AdaOptions.wantsLabels(settings) ? OldRows.LABELLED : OldRows.INPUTS);
  }

  @Override
  public SortedMap<String, Double> options() {
    return AdaOptions.defaults();
  }

  @Override
  public void check(LearnerSettings settings) {
    AdaOptions.of(settings);
  }

  @Override
  public int capacity(int poolSize) {
    return poolSize;
  }

  @Override
  public void prepare(TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    bench.trainHead(settings.training());
    if (settings.identity() != IdentityRule.ALWAYS && !AdaOptions.of(settings).warmStart()) {
      bench.trainAdapter(settings.adapter(), settings.training());
    }
  }

  @Override
  public Learned learn(
      LearnerState state, TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    OneKind.require(state.pool(), settings.adapter(), "consolidated");
    boolean warm = AdaOptions.of(settings).warmStart();
    int slot = state.task(task.id().value()).map(LearnedTask::slot).orElse(IDENTITY_SLOT);
    IdentityRule rule = slot == IDENTITY_SLOT ? settings.identity() : IdentityRule.NEVER;
    boolean wantsSlot = slot == IDENTITY_SLOT && rule != IdentityRule.ALWAYS;
    if (isOracle(settings) && wantsSlot && state.pool().isFull()) {
      Oracle.requireRows(task);
    }
    TrainedTask probe = bench.trainHead(settings.training());
    if (rule == IdentityRule.ALWAYS) {
      return onFrozenFeatures(
          state,
          task,
          FrozenHead.of(task, settings, bench, probe, Optional.empty()),
          new Steps(probe, null, null, null));
    }
    OwnAdapter own =
        warm && !state.pool().slots().isEmpty()
            ? OwnAdapter.from(slot, state, task, settings, bench)
            : OwnAdapter.fresh(settings, bench);
    if (rule == IdentityRule.NEVER) {
      return onAdapter(state, task, settings, bench, slot, probe, own);
    }
    FrozenHead frozen = FrozenHead.of(task, settings, bench, probe, Optional.of(own.trained()));
    if (frozen.decision().identity()) {
      return onFrozenFeatures(state, task, frozen, new Steps(probe, own.trained(), null, null));
    }
    Learned learned = onAdapter(state, task, settings, bench, slot, probe, own);
    return new Learned(learned.state(), learned.log().compared(frozen));
  }

  private Learned onAdapter(
      LearnerState state,
      TaskManifest task,
      LearnerSettings settings,
      LearningWorkbench bench,
      int ownSlot,
      TrainedTask probe,
      OwnAdapter own) {
    AdapterPool pool = state.pool();
    TrainedTask learnt = own.trained();
    if (ownSlot == IDENTITY_SLOT && !pool.isFull()) {
      return learned(
          state,
          pool.append(learnt.adapter(), task.id().value()),
          task,
          learnt,
          pool.slots().size(),
          new Steps(probe, learnt, null, null));
    }
    SlotChoice choice = null;
    Map<Integer, Distilled> tried = new HashMap<>();
    int slot = ownSlot;
    if (slot == IDENTITY_SLOT) {
      choice = own.choice().orElseGet(() -> select(state, task, own, settings, bench, tried));
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
        tried.containsKey(slot) ? tried.get(slot) : consolidate(state, slot, own, settings, bench);
    return learned(
        state,
        pool.consolidate(slot, student.weights(), task.id().value()),
        task,
        learnt,
        slot,
        new Steps(probe, learnt, choice, student));
  }

  private static boolean isOracle(LearnerSettings settings) {
    return settings.transferability().equals(TransferabilityMethod.ORACLE.shortName());
  }

  /** One adapter for the slot's tasks and the new one. */
  Distilled consolidate(
      LearnerState state,
      int slot,
      OwnAdapter own,
      LearnerSettings settings,
      LearningWorkbench bench) {
    TrainedTask learnt = own.trained();
    return bench.distil(
        state,
        new Consolidation(
            slot, learnt.adapter(), learnt.head(), own.shares(), settings.consolidation()));
  }

  /**
   * @param tried takes the students of slots that were tried out
   */
  private SlotChoice select(
      LearnerState state,
      TaskManifest task,
      OwnAdapter own,
      LearnerSettings settings,
      LearningWorkbench bench,
      Map<Integer, Distilled> tried) {
    if (!isOracle(settings)) {
      return bench.selectSlot(state, settings.transferability());
    }
    return new Oracle(
            slot -> {
              tried.put(slot, consolidate(state, slot, own, settings, bench));
              Distilled student = tried.get(slot);
              Head head = student.heads().getOrDefault(task.id().value(), own.trained().head());
              Contender answer = Contender.on(student.weights(), head);
              return bench.validate(List.of(answer)).accuracy(0);
            })
        .choose(state.loads());
  }

  private static Learned onFrozenFeatures(
      LearnerState state, TaskManifest task, FrozenHead frozen, Steps steps) {
    LearnedTask entry = new LearnedTask(task, frozen.head(), IDENTITY_SLOT, Optional.empty());
    return new Learned(state.withIdentity(entry), log(IDENTITY_SLOT, steps).compared(frozen));
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
    Map<String, Head> heads = steps.student() == null ? Map.of() : steps.student().heads();
    return new Learned(state.with(pool, entry).withHeads(heads), log(slot, steps));
  }

  private static LearningLog log(int slot, Steps steps) {
    return new LearningLog(
        slot,
        Optional.ofNullable(steps.choice()),
        Optional.of(steps.probe().report()),
        Optional.ofNullable(steps.adapter()).map(TrainedTask::report),
        Optional.ofNullable(steps.student()).map(Distilled::report));
  }
}
