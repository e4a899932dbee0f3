package io.engram.consolidation.strategy;

import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskManifest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /** What the strategy of these settings asks for under them. */
  public static StrategyNeeds needs(LearnerSettings settings) {
    return named(settings.strategy()).needs(settings);
  }

  /** A learner of these settings that has learnt nothing yet. */
  public static LearnerState nothingLearnt(LearnerSettings settings) {
    ContinualStrategy strategy = named(settings.strategy());
    return new LearnerState(
        settings.adapter().fromLayer(),
        AdapterPool.empty(strategy.capacity(settings.poolSize())),
        List.of(),
        new Reservoir(settings.seed(), keptRows(settings)));
  }

  /**
   * Learns one task by the strategy of these settings, fits how sure its answers are, and gives it
   * a second head where the settings say so.
   *
   * @see ContinualStrategy#learn
   */
  public static Learned learn(
      LearnerState state, TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    ContinualStrategy strategy = named(settings.strategy());
    Learned learned = strategy.learn(state, task, settings, bench);
    if (!strategy.tunesItself()) {
      learned = Calibration.of(learned, task, bench);
    }
    return Ensemble.isWanted(settings) ? Ensemble.of(learned, task, settings, bench) : learned;
  }

  /** Rows of earlier tasks that are kept at most. */
  public static int keptRows(LearnerSettings settings) {
    return needs(settings).oldRows().capacity(settings.reservoirRows());
  }

  /**
   * What was learnt, with the room that settings ask for: the pool may grow between two tasks, and
   * more or fewer old inputs be kept.
   *
   * @throws SettingRefusedException when it holds more slots than that already, or the strategy
   *     would change adapters that fusions attend to
   */
  public static LearnerState withRoom(LearnerState state, LearnerSettings settings) {
    ContinualStrategy strategy = named(settings.strategy());
    if (state.fuses() && !strategy.keepsAdapters()) {
      throw new SettingRefusedException(
          "strategy "
              + strategy.name()
              + " changes adapters that fusions of this model attend to; go on with "
              + all().stream()
                  .filter(ContinualStrategy::keepsAdapters)
                  .map(ContinualStrategy::name)
                  .collect(Collectors.joining(", "))
              + ", or begin another model");
    }
    int capacity = strategy.capacity(settings.poolSize());
    int held = state.pool().slots().size();
    if (capacity < held) {
      throw new SettingRefusedException(
          "pool size " + capacity + " is less than the " + held + " slots this model holds");
    }
    // What is kept of old inputs has the new room at once: a setting of 0 is a promise. Classes are
    // kept for a strategy that trains on them, and no longer.
    boolean labelled = needs(settings).oldRows().labelled();
    List<ReservoirRow> rows =
        state.reservoir().rows().stream().map(row -> labelled ? row : row.withoutLabel()).toList();
    Reservoir kept = Reservoir.of(settings.seed(), keptRows(settings), rows);
    return state.withCapacity(capacity).withReservoir(kept);
  }

  /**
   * Options of a strategy as settings keep them: those that are not its defaults.
   *
   * @throws SettingRefusedException when it has no option of a name, or a second head cannot be had
   *     so
   */
  static SortedMap<String, Double> options(String strategy, Map<String, Double> chosen) {
    ContinualStrategy known = named(strategy);
    unknownOption(known, chosen.keySet())
        .ifPresent(
            problem -> {
              throw new SettingRefusedException(problem);
            });
    Ensemble.check(strategy, chosen);
    SortedMap<String, Double> options = new TreeMap<>(chosen);
    options
        .entrySet()
        .removeIf(option -> option.getValue().equals(defaults(known).get(option.getKey())));
    return options;
  }

  /** Defaults of all options of a strategy: its own, and that which every one has. */
  static SortedMap<String, Double> defaults(ContinualStrategy strategy) {
    SortedMap<String, Double> defaults = new TreeMap<>(strategy.options());
    defaults.put(Ensemble.OPTION, 0.0);
    return defaults;
  }

  /** What is wrong with names of options; empty when the strategy has them all. */
  public static Optional<String> unknownOption(ContinualStrategy strategy, Set<String> names) {
    Set<String> known = defaults(strategy).keySet();
    String there = " has the options " + String.join(", ", known);
    return names.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(name -> "strategy " + strategy.name() + there + ", not '" + name + "'");
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
