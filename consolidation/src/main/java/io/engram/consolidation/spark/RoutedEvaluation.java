package io.engram.consolidation.spark;

import static io.engram.consolidation.spark.data.SourceColumns.named;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.RoutedPrediction;
import io.engram.consolidation.routing.NoveltyCounts;
import io.engram.consolidation.routing.RoutedAccuracy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How well a model answers the rows of a table that belong to many tasks, told the task of each and
 * not told, counted on executors: what comes to the driver is one row a pair of tasks at most.
 */
public final class RoutedEvaluation {
  private static final String ANSWER = "engramAnswer";
  private static final String FOUND = "engramFoundTask";
  private static final String ROUTED = "engramRoutedAnswer";
  private static final String NEAREST = "engramNearestClass";
  private static final String NOVELTY = "engramNovelty";

  private static final String ERROR = "engramError";
  private static final int SHOWN_ROWS = 3;

  private RoutedEvaluation() {}

  /**
   * The rows of one task.
   *
   * @param accuracy with the task's id and without
   * @param foundTasks rows by the task that was found for them
   * @param novelty how unlike the rows seem to what was learnt
   */
  public record OfTask(
      RoutedAccuracy accuracy, SortedMap<String, Long> foundTasks, NoveltyCounts novelty) {

    private OfTask merge(OfTask other) {
      SortedMap<String, Long> found = new TreeMap<>(foundTasks);
      other.foundTasks.forEach((task, rows) -> found.merge(task, rows, Long::sum));
      return new OfTask(accuracy.merge(other.accuracy), found, novelty.merge(other.novelty));
    }
  }

  static StructType schema(StructType input) {
    return input
        .add(ANSWER, DataTypes.StringType)
        .add(FOUND, DataTypes.StringType)
        .add(ROUTED, DataTypes.StringType)
        .add(NEAREST, DataTypes.StringType)
        .add(NOVELTY, DataTypes.DoubleType)
        .add(ERROR, DataTypes.StringType);
  }

  static Row row(Row row, Prediction named, RoutedPrediction routed) {
    double novelty = routed.route().novelty();
    return RowScorer.append(
        row,
        named.label(),
        routed.route().task(),
        routed.prediction().label(),
        routed.route().label(),
        Double.isNaN(novelty) ? null : novelty,
        null);
  }

  static Row row(Row row, String problem) {
    return RowScorer.append(row, null, null, null, null, null, problem);
  }

  /**
   * What was counted.
   *
   * @param tasks by task that rows belong to; only those with an answered row
   * @param unanswered of a few rows without an answer, key and reason
   */
  public record Outcome(SortedMap<String, OfTask> tasks, List<String> unanswered) {}

  /**
   * Scores a table once.
   *
   * @param model with the columns of the table; which task a row asks is set here
   * @param task column of the task that a row belongs to
   * @param label column of its class in that task
   * @param key column that names a row
   * @param unread column of a reason to have no answer that was found before
   */
  public static Outcome of(
      ContinualClassifierModel model,
      Dataset<Row> table,
      String task,
      String label,
      Column key,
      Column unread,
      ScoringCounters counters) {
    Column own = col(FOUND).equalTo(named(task));
    Column reason = coalesce(unread, col(ERROR));
    List<Row> pairs =
        model
            .setTask("")
            .setTaskCol(task)
            .scoreBothWays(table, counters)
            .groupBy(named(task), col(FOUND))
            .agg(
                min(when(reason.isNotNull(), concat_ws(": ", key, reason))),
                count(lit(1)),
                rows(col(ANSWER).equalTo(named(label))),
                rows(own),
                rows(own.and(col(ROUTED).equalTo(named(label)))),
                rows(own.and(col(NEAREST).equalTo(named(label)))),
                rows(col(NOVELTY).isNotNull()),
                rows(col(NOVELTY).gt(NoveltyCounts.UNUSUAL)),
                rows(col(NOVELTY).gt(NoveltyCounts.RARE)))
            .collectAsList();
    SortedMap<String, OfTask> tasks = new TreeMap<>();
    List<String> unanswered = new ArrayList<>();
    for (Row pair : pairs) {
      if (pair.isNullAt(1)) {
        unanswered.add(pair.getString(2));
      } else {
        tasks.merge(pair.getString(0), pair(pair), OfTask::merge);
      }
    }
    return new Outcome(tasks, unanswered.stream().sorted().limit(SHOWN_ROWS).toList());
  }

  private static Column rows(Column which) {
    return sum(coalesce(which, lit(false)).cast(DataTypes.LongType));
  }

  // Own task, found task, an example, and the eight counts.
  private static OfTask pair(Row row) {
    return new OfTask(
        new RoutedAccuracy(
            row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7)),
        new TreeMap<>(Map.of(row.getString(1), row.getLong(3))),
        new NoveltyCounts(row.getLong(8), row.getLong(9), row.getLong(10)));
  }
}
