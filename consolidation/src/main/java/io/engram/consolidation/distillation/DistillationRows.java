package io.engram.consolidation.distillation;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Which unlabelled inputs the student learns from. */
public enum DistillationRows {
  /** The new task's training inputs only: nothing old is kept. */
  NEW_TASK("new-task"),
  /** The new task's and a capped sample of the inputs of all tasks seen. */
  RESERVOIR("reservoir"),
  /** The new task's and those of an unlabelled table the user names. */
  EXTERNAL("external");

  private final String shortName;

  DistillationRows(String shortName) {
    this.shortName = shortName;
  }

  /** Stable name in settings and files. */
  public String shortName() {
    return shortName;
  }

  /**
   * @throws IllegalArgumentException if there is no such kind, naming those there are
   */
  public static DistillationRows of(String name) {
    return Arrays.stream(values())
        .filter(rows -> rows.shortName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no distillation rows '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(DistillationRows::shortName)
                            .collect(Collectors.joining(", "))));
  }
}
