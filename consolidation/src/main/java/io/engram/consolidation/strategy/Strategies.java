package io.engram.consolidation.strategy;

import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.task.SettingRefusedException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The strategies there are: one line each in {@code META-INF/services}. */
public final class Strategies {
  private Strategies() {}

  /** All of them, by name. */
  public static List<ContinualStrategy> all() {
    return ServiceLoader.load(ContinualStrategy.class, Strategies.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(ContinualStrategy::name))
        .toList();
  }

  /** A learner of these settings that has learnt nothing yet. */
  public static LearnerState nothingLearnt(LearnerSettings settings) {
    int capacity = named(settings.strategy()).capacity(settings.poolSize());
    return new LearnerState(
        settings.adapter().fromLayer(),
        AdapterPool.empty(capacity),
        List.of(),
        new Reservoir(settings.seed(), settings.reservoirRows()));
  }

  /**
   * @throws IllegalArgumentException when there is none of that name; says which there are
   */
  public static ContinualStrategy named(String name) {
    return all().stream()
        .filter(strategy -> strategy.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingRefusedException(
                    "no strategy '"
                        + name
                        + "'; there are "
                        + all().stream()
                            .map(ContinualStrategy::name)
                            .collect(Collectors.joining(", "))));
  }
}
