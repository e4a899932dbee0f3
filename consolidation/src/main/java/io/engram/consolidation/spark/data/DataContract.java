package io.engram.consolidation.spark.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a table must be before a task is learnt from it, checked on executors: one pass; one more
 * where a split column could put the same input on both sides; one more where keys are the user's.
 * The later ones ask the {@link RowFacts} only: pictures are read once. A refusal names columns,
 * classes and the keys of some rows.
 *
 * <p>Learning reads pictures once more, for their features. The two passes cannot be one: the rows
 * may be refused, or their fingerprint may be that of features that are there already, and both are
 * known after the last row only; pictures that were kept till then would fill the executors' disks.
 */
public final class DataContract {
  private static final int SHOWN_ROWS = 3;
  private static final Logger LOG = LoggerFactory.getLogger(DataContract.class);

  private final DataLimits limits;

  public DataContract(DataLimits limits) {
    this.limits = limits;
  }

  /** The contract with {@link DataLimits#defaults()}. */
  public static DataContract standard() {
    return new DataContract(DataLimits.defaults());
  }

  /**
   * As {@link #check(TaskTable)}, or from the cache if the table's files are those of last time:
   * then the table is not even opened.
   *
   * @param table opens it
   */
  public TaskManifest check(
      TaskRequest request, Supplier<TaskTable> table, FingerprintCache cache) {
    return cache.get(request, limits, () -> check(table.get()));
  }

  /**
   * @return what the task is
   * @throws DataRefusedException if the rows cannot be learnt
   */
  public TaskManifest check(TaskTable table) {
    TaskRequest request = table.request();
    TaskColumns columns = request.columns();
    List<RowRule> rules = RowRule.of(request, limits);
    List<DataProblem> problems = new ArrayList<>();
    TableSummary summary;
    try (RowFacts facts = RowFacts.of(table, rules)) {
      summary = TableSummary.of(facts, rules.size(), limits);
      for (int i = 0; i < rules.size(); i++) {
        if (summary.broken()[i] > 0) {
          problems.add(broken(facts, i, rules.get(i), summary));
        }
      }
      if (problems.stream().noneMatch(problem -> columns.label().equals(problem.column()))) {
        problems.addAll(ClassProblems.of(summary, columns, limits));
      }
      if (summary.texts().replaced() > 0) {
        LOG.warn(
            "task {}: bytes that were not UTF-8 became U+FFFD in {} rows of {}, first in {}",
            request.task().value(),
            summary.texts().replaced(),
            request.source().uri(),
            strings(keys(facts.table().where(RowFacts.REPLACED))));
      }
      if (problems.isEmpty() && columns.split() != null) {
        crossing(facts.table(), columns, problems);
      }
      if (problems.isEmpty() && !columns.keys().isEmpty()) {
        repeatedKeys(facts.table(), columns, problems);
      }
    }
    if (!problems.isEmpty()) {
      if (columns.keys().isEmpty()) {
        problems.replaceAll(DataContract::ofHashes);
      }
      throw new DataRefusedException(request.task().value(), request.source().uri(), problems);
    }
    return new TaskManifest(
        request.task(),
        columns,
        request.splits(),
        List.copyOf(summary.counts().keySet()),
        summary.counts(),
        summary.fingerprint(),
        request.source(),
        summary.texts(),
        table.labelShare().orElse(null));
  }

  /** Nobody can look a hash up in a table. */
  private static DataProblem ofHashes(DataProblem problem) {
    return problem.rowKeys().isEmpty()
        ? problem
        : problem.alsoAdvising(
            "The rows are given by a hash; name key columns (--key-cols) to have theirs.");
  }

  private static DataProblem broken(RowFacts facts, int place, RowRule rule, TableSummary summary) {
    long count = summary.broken()[place];
    boolean cut = summary.cut();
    List<String> keys =
        strings(
            facts
                .table()
                .where(RowFacts.broken(place))
                .orderBy(TaskTable.ROW_KEY)
                .select(concat_ws(": ", col(TaskTable.ROW_KEY), RowFacts.detail(place))));
    String message =
        rule.message()
            + " in "
            + (cut ? "at least " : "")
            + count
            + (count == 1 ? " row" : " rows");
    return new DataProblem(rule.code(), rule.column(), null, keys, count, message, rule.remedy());
  }

  /**
   * The same text (and pair) or picture in training and in test rows would be scored from memory.
   */
  private static void crossing(Dataset<Row> rows, TaskColumns columns, List<DataProblem> problems) {
    Dataset<Row> crossing =
        rows.groupBy(RowFacts.INPUT.get(0), RowFacts.INPUT.get(1))
            .agg(min(keyIn(Split.TRAIN)).as("train_key"), min(keyIn(Split.TEST)).as("test_key"))
            .where("train_key is not null and test_key is not null");
    List<Row> first = crossing.orderBy("train_key", "test_key").limit(SHOWN_ROWS).collectAsList();
    if (!first.isEmpty()) {
      long texts = crossing.count();
      String what = columns.isImages() ? "picture" : "text";
      problems.add(
          new DataProblem(
              "crossing-duplicates",
              columns.split(),
              null,
              first.stream()
                  .map(row -> row.getString(2) + " (train) = " + row.getString(3) + " (test)")
                  .toList(),
              texts,
              (texts == 1 ? "1 " + what + " is" : texts + " " + what + "s are")
                  + " among the training rows and the test rows",
              "Keep each " + what + " on one side of the split."));
    }
  }

  private static Column keyIn(Split split) {
    return when(col(TaskTable.SPLIT).equalTo(split.label()), col(TaskTable.ROW_KEY));
  }

  private static void repeatedKeys(
      Dataset<Row> rows, TaskColumns columns, List<DataProblem> problems) {
    Dataset<Row> repeated =
        rows.groupBy(TaskTable.ROW_KEY).agg(count(lit(1)).as("rows")).where("rows > 1");
    List<String> first = strings(keys(repeated));
    if (!first.isEmpty()) {
      long keys = repeated.count();
      problems.add(
          new DataProblem(
              "repeated-key",
              String.join(", ", columns.keys()),
              null,
              first,
              keys,
              keys
                  + (keys == 1 ? " key of " : " keys of ")
                  + columns.keys()
                  + (keys == 1 ? " occurs" : " occur")
                  + " twice or more",
              "Name columns that together name a row, or none."));
    }
  }

  private static Dataset<Row> keys(Dataset<Row> rows) {
    return rows.select(TaskTable.ROW_KEY).orderBy(TaskTable.ROW_KEY);
  }

  private static List<String> strings(Dataset<Row> column) {
    return column.limit(SHOWN_ROWS).collectAsList().stream()
        .map(row -> row.isNullAt(0) ? "null" : row.getString(0))
        .toList();
  }
}
