package io.engram.consolidation.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which columns of a table hold a task.
 *
 * @param text first text
 * @param pair second text, or null
 * @param label class of the row
 * @param split where the row belongs (train, validation or test), or null: then a hash of the text
 *     decides
 * @param keys columns that together name a row, never null; empty: a hash of the row's content
 */
public record TaskColumns(String text, String pair, String label, String split, List<String> keys) {
  public TaskColumns {
    Objects.requireNonNull(text, "text column");
    Objects.requireNonNull(label, "label column");
    keys = List.copyOf(keys);
  }

  /** Columns {@code text} and {@code label}, no other. */
  public static TaskColumns defaults() {
    return new TaskColumns("text", null, "label", null, List.of());
  }

  /** All named columns, in the order of the components. */
  public List<String> named() {
    List<String> named = new ArrayList<>();
    named.add(text);
    if (pair != null) {
      named.add(pair);
    }
    named.add(label);
    if (split != null) {
      named.add(split);
    }
    named.addAll(keys);
    return List.copyOf(named);
  }
}
