package io.engram.jobs.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import io.engram.consolidation.task.Split;
import io.engram.jobs.JobException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many rows of a table have which label.
 *
 * @param all rows by split
 * @param with rows by label and split
 */
record LabelCensus(Map<Split, Long> all, SortedMap<String, Map<Split, Long>> with) {

  static LabelCensus of(Dataset<Row> table) {
    Map<Split, Long> all = new EnumMap<>(Split.class);
    table
        .groupBy(LabelTable.SPLIT)
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> all.put(split(row.getString(0)), row.getLong(1)));
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

  static Split split(String name) {
    return Optional.ofNullable(name)
        .flatMap(Split::of)
        .orElseThrow(
            () ->
                JobException.refused(
                    "the split column says '"
                        + name
                        + "'; it must say train, validation or test in every row"));
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
