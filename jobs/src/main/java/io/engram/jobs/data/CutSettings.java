package io.engram.jobs.data;

import java.util.List;

/**
 * How WordNet is cut into tasks.
 *
 * @param roots first words of the synsets that become tasks
 * @param maxClasses classes of a task at most; the largest are kept
 * @param minDescendants synsets below a class at least
 * @param minRows rows a class at least, after synsets under two classes were left out
 * @param rowsPerClass rows a class at most, train and test together
 * @param maxShare a class with a larger share of the task's synsets is replaced by its own hyponyms
 */
public record CutSettings(
    List<String> roots,
    int maxClasses,
    int minDescendants,
    int minRows,
    int rowsPerClass,
    double maxShare) {

  /** Every task. */
  public static final List<String> ALL_ROOTS =
      List.of(
          "animal",
          "plant",
          "food",
          "substance",
          "instrumentality",
          "structure",
          "person",
          "body_part",
          "communication",
          "act",
          "region",
          "property",
          "state",
          "matter",
          "process",
          "group",
          "bird",
          "mammal",
          "device",
          "worker",
          "social_group");

  /** Tasks whose classes everybody knows; what the quickstart learns. */
  public static final List<String> FIRST_ROOTS =
      List.of(
          "animal", "food", "person", "body_part", "structure", "communication", "plant", "device");

  /** With fewer rows a class there is no cut. */
  public static final int LEAST_ROWS = 8;

  public CutSettings {
    roots = List.copyOf(roots);
    if (maxClasses < 2 || rowsPerClass < LEAST_ROWS || !(maxShare > 0 && maxShare <= 1)) {
      throw new IllegalArgumentException(
          "a cut needs at least 2 classes, "
              + LEAST_ROWS
              + " rows a class and a share in (0, 1], got "
              + maxClasses
              + ", "
              + rowsPerClass
              + " and "
              + maxShare);
    }
  }

  /** The cut of 21 tasks with about 20,000 training rows. */
  public static CutSettings full() {
    return new CutSettings(ALL_ROOTS, 8, 90, 40, 300, 0.6);
  }

  /** A small cut: the quickstart's tasks with fewer rows. */
  public static CutSettings quickstart(int tasks, int rowsPerClass) {
    return new CutSettings(FIRST_ROOTS.subList(0, tasks), 8, 90, 40, rowsPerClass, 0.6);
  }

  public CutSettings withRoots(List<String> newRoots) {
    return new CutSettings(newRoots, maxClasses, minDescendants, minRows, rowsPerClass, maxShare);
  }

  public CutSettings withRowsPerClass(int rows) {
    return new CutSettings(roots, maxClasses, minDescendants, minRows, rows, maxShare);
  }
}
