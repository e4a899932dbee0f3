package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.FusionConfig;
import io.engram.adapters.prediction.TaskFusion;
import io.engram.adapters.training.TrainedFusion;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskManifest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * AdapterFusion (Pfeiffer et al. 2021): one adapter a task as {@link AdapterPerTaskStrategy}, then
 * a learnt attention over all adapters that are there, in every adapted layer. No forgetting: what
 * a task attends to never changes. Parameters served and the time to predict grow with the number
 * of tasks. The first task has nothing to fuse and is served by its adapter. Option {@code
 * fusion-learning-rate} is that of the attention.
 */
public final class FusionStrategy implements ContinualStrategy {
  static final String RATE = "fusion-learning-rate";

  private final AdapterPerTaskStrategy adapters = new AdapterPerTaskStrategy();

  @Override
  public String name() {
    return "fusion";
  }

  @Override
  public StrategyNeeds needs(LearnerSettings settings) {
    return new StrategyNeeds(true, true, OldRows.NONE);
  }

  @Override
  public SortedMap<String, Double> options() {
    return new TreeMap<>(Map.of(RATE, 2e-4));
  }

  @Override
  public boolean keepsAdapters() {
    return true;
  }

  @Override
  public boolean attendsToAll() {
    return true;
  }

  /** As many as there are tasks, whatever the pool size. */
  @Override
  public int capacity(int poolSize) {
    return adapters.capacity(poolSize);
  }

  @Override
  public void prepare(TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    adapters.prepare(task, settings, bench);
  }

  @Override
  public Learned learn(
      LearnerState state, TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    requireFusible(state.pool(), settings.adapter());
    Learned alone = adapters.learn(state, task, settings, bench);
    AdapterPool pool = alone.state().pool();
    List<Integer> slots =
        IntStream.range(0, pool.slots().size())
            .filter(slot -> pool.slots().get(slot).load() > 0)
            .boxed()
            .toList();
    if (slots.size() == 1) {
      return alone;
    }
    List<AdapterWeights> attended =
        slots.stream().map(slot -> pool.slots().get(slot).weights()).toList();
    TrainedFusion trained =
        bench.trainFusion(attended, settings.training().withAdapterLearningRate(rate(settings)));
    LearnedTask entry =
        alone
            .state()
            .task(task.id().value())
            .orElseThrow()
            .fused(new TaskFusion(slots, trained.fusion()), trained.head());
    return new Learned(alone.state().with(pool, entry), alone.log().fused(trained.report()));
  }

  @Override
  public void check(LearnerSettings settings) {
    double rate = rate(settings);
    if (!(rate > 0 && rate < 1)) {
      throw new SettingRefusedException(
          "option " + RATE + " of strategy fusion is above 0 and below 1, got " + rate);
    }
  }

  private double rate(LearnerSettings settings) {
    return settings.option(RATE, options().get(RATE));
  }

  private static void requireFusible(AdapterPool pool, AdapterConfig chosen) {
    if (!FusionConfig.fuses(chosen)) {
      throw new SettingRefusedException(
          "strategy fusion attends to what adapters add to each token, which adapters of kind "
              + chosen.kind().shortName()
              + " do not; choose houlsby or pfeiffer");
    }
    OneKind.require(pool, chosen, "fused");
  }
}
