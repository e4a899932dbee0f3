package io.engram.consolidation.distillation;

import java.util.List;

/**
 * Where each task's logits are in the concatenated block {@code [Σ C_t]} of targets and student
 * logits.
 *
 * @param tasks ids in the order of the blocks, the slot's tasks first
 * @param classes number of classes of each task
 */
public record TargetLayout(List<String> tasks, List<Integer> classes) {
  public TargetLayout {
    tasks = List.copyOf(tasks);
    classes = List.copyOf(classes);
    if (tasks.isEmpty() || tasks.size() != classes.size()) {
      throw new IllegalArgumentException(
          "layout of tasks " + tasks + " has class counts " + classes);
    }
    if (tasks.stream().distinct().count() != tasks.size()) {
      throw new IllegalArgumentException("a task has two blocks: " + tasks);
    }
    for (int i = 0; i < tasks.size(); i++) {
      if (classes.get(i) < 2) {
        throw new IllegalArgumentException(
            "task "
                + tasks.get(i)
                + " has "
                + classes.get(i)
                + " logits; a centred block needs at least two, or its target is always zero");
      }
    }
  }

  /** Σ C_t, length of the concatenated block. */
  public int width() {
    return classes.stream().mapToInt(Integer::intValue).sum();
  }
}
