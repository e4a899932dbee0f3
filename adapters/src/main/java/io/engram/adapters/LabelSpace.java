package io.engram.adapters;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * The classes of one task, in the order of the head's logits.
 *
 * @param classes distinct names, at least two, in natural order
 */
public record LabelSpace(List<String> classes) implements Serializable {

  public LabelSpace {
    classes = List.copyOf(classes);
    if (classes.size() < 2) {
      throw new IllegalArgumentException("a task needs at least two classes, got " + classes);
    }
    if (classes.stream().distinct().count() != classes.size()) {
      throw new IllegalArgumentException("classes repeat: " + classes);
    }
  }

  public int size() {
    return classes.size();
  }

  public String name(int index) {
    return classes.get(index);
  }

  /** Index of a class, or -1 when it was never learnt. */
  public int indexOf(String name) {
    return classes.indexOf(Objects.requireNonNull(name, "name"));
  }
}
