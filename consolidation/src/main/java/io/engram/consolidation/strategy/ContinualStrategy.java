package io.engram.consolidation.strategy;

import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskManifest;
import java.util.Collections;
import java.util.SortedMap;

/**
 * A way to learn tasks one after another.
 *
 * <ol>
 *   <li>Pure in its inputs: the given state is never changed, and the same state, task, rows and
 *       settings give the same bytes.
 *   <li>The new state predicts the new task and every task it predicted before.
 *   <li>The capacity the strategy declares is never exceeded.
 *   <li>A task learnt again keeps its place in the order and, where it has one, its slot.
 *   <li>Rows are touched through the {@link LearningWorkbench} only.
 * </ol>
 */
public interface ContinualStrategy {

  /** Stable short name: settings and records use it. */
  String name();

  /** What it asks for under these settings. */
  StrategyNeeds needs(LearnerSettings settings);

  /** Names and defaults of what can be set for this strategy alone; empty when nothing can. */
  default SortedMap<String, Double> options() {
    return Collections.emptySortedMap();
  }

  /**
   * Looks at its options before anything is read or learnt.
   *
   * @throws SettingRefusedException when a value is out of its range, or does not fit the other
   *     settings
   */
  default void check(LearnerSettings settings) {}

  /**
   * Trains what depends on the task alone and not on the state, so that {@link #learn} with a
   * workbench that keeps its trainings finds it done.
   */
  void prepare(TaskManifest task, LearnerSettings settings, LearningWorkbench bench);

  /**
   * Whether it chooses among its own settings on the task's validation rows, so that a benchmark
   * gives it no grid.
   */
  default boolean tunesItself() {
    return false;
  }

  /**
   * Whether the adapters that are there stay as they are, whatever is learnt: a model in which a
   * task attends to several of them goes on with such strategies only.
   */
  default boolean keepsAdapters() {
    return false;
  }

  /**
   * Whether a task's answers depend on every adapter that is there when it is learnt, so that it is
   * learnt again where others came meanwhile.
   */
  default boolean attendsToAll() {
    return false;
  }

  /** Most adapters the strategy keeps when the pool is set to {@code poolSize}. */
  int capacity(int poolSize);

  /**
   * Learns one task.
   *
   * @param state what is known; may already hold the task, which is then replaced
   * @param task the task whose rows the workbench holds
   * @return the new state and what was done
   */
  Learned learn(
      LearnerState state, TaskManifest task, LearnerSettings settings, LearningWorkbench bench);
}
