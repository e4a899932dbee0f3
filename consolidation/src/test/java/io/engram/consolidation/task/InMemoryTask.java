package io.engram.consolidation.task;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Manifests of tasks that no table holds. */
public final class InMemoryTask {
  private InMemoryTask() {}

  public static TaskManifest manifest(
      String id, List<String> classes, SortedMap<String, SplitCounts> counts) {
    return new TaskManifest(
        new TaskId(id),
        TaskColumns.defaults(),
        SplitRule.defaults(),
        classes,
        counts,
        "0".repeat(64),
        TableSource.of("memory", "memory", Map.of()),
        new TaskManifest.TextSizes(10, 5, 0));
  }

  /** Every class has as many rows. */
  public static TaskManifest manifest(String id, List<String> classes, SplitCounts each) {
    SortedMap<String, SplitCounts> counts = new TreeMap<>();
    classes.forEach(name -> counts.put(name, each));
    return manifest(id, classes, counts);
  }
}
