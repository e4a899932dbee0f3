package io.engram.consolidation.spark.data;

import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.spark.FeatureRows;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Refuses features of other rows than those that were checked: a table is opened once to check it
 * and once more to compute its features, and somebody may write to it in between.
 *
 * @param manifest what the check found
 */
public record CheckedCounts(TaskManifest manifest) implements Consumer<Dataset<Row>> {
  private static final int SHOWN = 3;

  /**
   * @param features columns of {@link FeatureRows#schema()}
   * @throws DataRefusedException when a class has another number of rows in one of the splits
   */
  @Override
  public void accept(Dataset<Row> features) {
    SortedMap<String, Long> checked = checked();
    SortedMap<String, Long> read = read(features);
    TreeSet<String> groups = new TreeSet<>(checked.keySet());
    groups.addAll(read.keySet());
    List<String> changed =
        groups.stream()
            .filter(group -> !checked.getOrDefault(group, 0L).equals(read.getOrDefault(group, 0L)))
            .map(
                group ->
                    group
                        + ": "
                        + checked.getOrDefault(group, 0L)
                        + " rows when it was checked, "
                        + read.getOrDefault(group, 0L)
                        + " for the features")
            .toList();
    if (!changed.isEmpty()) {
      throw new DataRefusedException(
          manifest.id().value(), manifest.source().uri(), List.of(problem(changed)));
    }
  }

  private SortedMap<String, Long> checked() {
    SortedMap<String, Long> rows = new TreeMap<>();
    manifest
        .counts()
        .forEach(
            (label, counts) -> {
              for (Split split : Split.values()) {
                rows.put(group(label, split.label()), counts.of(split));
              }
            });
    return rows;
  }

  // What was written since may lack a class or a split.
  private static SortedMap<String, Long> read(Dataset<Row> features) {
    SortedMap<String, Long> rows = new TreeMap<>();
    for (Row row : features.groupBy(FeatureRows.LABEL, FeatureRows.SPLIT).count().collectAsList()) {
      rows.put(group(row.getString(0), row.getString(1)), row.getLong(2));
    }
    return rows;
  }

  private static String group(String label, String split) {
    return (label == null ? "no class" : "class '" + label + "'")
        + ", "
        + (split == null ? "no split" : split);
  }

  private static DataProblem problem(List<String> changed) {
    int more = changed.size() - SHOWN;
    return new DataProblem(
        "changed-table",
        null,
        null,
        List.of(),
        0,
        "the table changed while it was read ("
            + String.join("; ", changed.subList(0, Math.min(SHOWN, changed.size())))
            + (more > 0 ? "; and " + more + " more" : "")
            + ")",
        "Run again when nobody writes to it.");
  }
}
