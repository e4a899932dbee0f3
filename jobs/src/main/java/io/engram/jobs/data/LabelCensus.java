package io.engram.jobs.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.Split;
import io.engram.jobs.JobException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many rows of a table have which label.
 *
 * @param all rows by split
 * @param with rows by label and split
 */
record LabelCensus(Map<Split, Long> all, SortedMap<String, Map<Split, Long>> with) {

  /**
   * @param name of the data set, for messages
   * @throws JobException when a row has no split or no text
   */
  static LabelCensus of(String name, Dataset<Row> table) {
    Column blank = TaskTable.isBlank(col("text"));
    Map<Split, Long> all = new EnumMap<>(Split.class);
    table
        .groupBy(LabelTable.SPLIT)
        .agg(
            count(lit(1)),
            min(col(LabelTable.KEY)),
            count(when(blank, lit(1))),
            min(when(blank, col(LabelTable.KEY))))
        .collectAsList()
        .forEach(
            row -> {
              all.put(checked(name, row), row.getLong(1));
              requireTexts(name, row);
            });
    SortedMap<String, Map<Split, Long>> with = new TreeMap<>();
    table
        .select(explode(col(LabelTable.LABELS)).as("label"), col(LabelTable.SPLIT))
        .groupBy("label", LabelTable.SPLIT)
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(
            row ->
                with.computeIfAbsent(row.getString(0), none -> new EnumMap<>(Split.class))
                    .put(split(row.getString(1)), row.getLong(2)));
    return new LabelCensus(all, with);
  }

  private static Split checked(String name, Row row) {
    return Optional.ofNullable(row.getString(0))
        .flatMap(Split::of)
        .orElseThrow(
            () ->
                JobException.refused(
                    "the table of data set %s says %s in its split column in %d rows, one with key '%s'; it must say train, validation or test in every row"
                        .formatted(
                            name,
                            row.isNullAt(0) ? "nothing" : "'" + row.getString(0) + "'",
                            row.getLong(1),
                            row.getString(2))));
  }

  private static void requireTexts(String name, Row row) {
    if (row.getLong(3) > 0) {
      throw JobException.refused(
          "the table of data set %s has no text, or a blank one, in %d rows of its split %s, one with key '%s': leave them out, for no task with such a row can be learnt"
              .formatted(name, row.getLong(3), row.getString(0), row.getString(4)));
    }
  }

  /** A split that was found before in a table that was checked. */
  static Split split(String name) {
    return Split.of(name).orElseThrow();
  }

  int size() {
    return with.size();
  }

  long rows() {
    return sum(all);
  }

  /** Labels that enough rows have and enough have not, the most frequent first. */
  List<String> labels(int least) {
    return with.keySet().stream()
        .filter(label -> rows(label) >= least && rows() - rows(label) >= least)
        .sorted(Comparator.comparingLong((String label) -> -rows(label)))
        .toList();
  }

  double share(String label) {
    return (double) rows(label) / rows();
  }

  long without(String label, Split split) {
    return all.getOrDefault(split, 0L) - with.get(label).getOrDefault(split, 0L);
  }

  private long rows(String label) {
    return sum(with.get(label));
  }

  private static long sum(Map<Split, Long> rows) {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }
}
