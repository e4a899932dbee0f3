package io.engram.consolidation.spark.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.TaskManifest.TextSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * What one pass over a table on executors tells: rows of each class and split, rows that break each
 * rule, sizes, fingerprint.
 *
 * @param counts rows of each class by split; rows without a class or split are not in it
 * @param rows all rows
 * @param broken rows that break each rule, in the order of the rules
 * @param cut whether there were too many classes to count them all: then nothing else is complete
 */
record TableSummary(
    SortedMap<String, SplitCounts> counts,
    long rows,
    long[] broken,
    TextSizes texts,
    String fingerprint,
    boolean cut) {

  /**
   * @param rules how many
   */
  static TableSummary of(RowFacts facts, int rules, DataLimits limits) {
    List<Column> aggregates = new ArrayList<>();
    Column characters = col(RowFacts.CHARACTERS);
    aggregates.add(sum(characters).as("characters"));
    aggregates.add(max(characters).as("longest"));
    aggregates.add(count_if(col(RowFacts.REPLACED)).as("replaced"));
    for (int i = 0; i < rules; i++) {
      aggregates.add(count_if(RowFacts.broken(i)).as("broken_" + i));
    }
    aggregates.addAll(ContentFingerprint.aggregates());
    // A class has at most three splits and a few unknown ones; one more group tells of too many.
    int most = (limits.maxClasses() + 1) * (Split.values().length + 1);
    List<Row> groups =
        facts
            .table()
            .groupBy(TaskTable.LABEL, TaskTable.SPLIT)
            .agg(count(lit(1)).as("rows"), aggregates.toArray(Column[]::new))
            .limit(most)
            .collectAsList();
    return read(groups, rules, groups.size() == most);
  }

  private static TableSummary read(List<Row> groups, int rules, boolean cut) {
    SortedMap<String, SplitCounts> counts = new TreeMap<>();
    ContentFingerprint fingerprint = new ContentFingerprint();
    long[] broken = new long[rules];
    long rows = 0;
    long characters = 0;
    long longest = 0;
    long replaced = 0;
    for (Row group : groups) {
      long count = group.<Long>getAs("rows");
      rows += count;
      characters += group.<Long>getAs("characters");
      longest = Math.max(longest, group.<Long>getAs("longest"));
      replaced += group.<Long>getAs("replaced");
      for (int i = 0; i < rules; i++) {
        broken[i] += group.<Long>getAs("broken_" + i);
      }
      fingerprint.add(count, group);
      String label = group.getAs(TaskTable.LABEL);
      String split = group.getAs(TaskTable.SPLIT);
      if (label != null && split != null) {
        Split.of(split)
            .ifPresent(known -> counts.merge(label, of(known, count), SplitCounts::plus));
      }
    }
    return new TableSummary(
        counts, rows, broken, new TextSizes(characters, longest, replaced), fingerprint.hex(), cut);
  }

  private static SplitCounts of(Split split, long count) {
    return new SplitCounts(
        split == Split.TRAIN ? count : 0,
        split == Split.VALIDATION ? count : 0,
        split == Split.TEST ? count : 0);
  }
}
