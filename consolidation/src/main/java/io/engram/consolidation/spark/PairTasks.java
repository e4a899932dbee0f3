package io.engram.consolidation.spark;

import io.engram.consolidation.spark.ScoringPlan.OnBadRow;
import io.engram.consolidation.spark.ScoringRow.Problem;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.spark.InputColumns;
import io.engram.transformers.spark.RowNames;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * Tasks that were learnt from pairs of texts, and what keeps a row from being asked them.
 *
 * @param plan says which these tasks are
 * @param learnt all tasks of the model
 */
record PairTasks(ScoringPlan plan, InputKind kind, Configuration conf, Set<String> learnt) {

  /** Why a row cannot be asked a task; null where it can. */
  Problem problem(Row row, RawInput raw, String task) {
    return plan.pairTasks().contains(task) ? missing(row, (RawInput.Text) raw, task) : null;
  }

  /**
   * Why a row cannot be asked all tasks, where one answer that is missing is too much, or all are;
   * null where it can.
   */
  Problem problemOfAll(Row row, RawInput raw) {
    boolean matters = plan.onBadRow() == OnBadRow.ERROR || plan.pairTasks().containsAll(learnt);
    return plan.pairTasks().isEmpty() || !matters
        ? null
        : missing(row, (RawInput.Text) raw, plan.pairTasks().iterator().next());
  }

  /** As {@link #problem(Row, RawInput, String)}, of a row whose input is at hand no more. */
  Problem problem(Row row, String task) {
    return plan.pairTasks().contains(task) ? problem(row, raw(row), task) : null;
  }

  private RawInput raw(Row row) {
    return plan.input().of(row, kind, conf, plan.pictures().limits());
  }

  /** Tasks that a row without a second text cannot be asked, with why; by task. */
  Map<String, String> unanswered(Row row) {
    if (plan.pairTasks().isEmpty()) {
      return Map.of();
    }
    Map<String, String> problems = new TreeMap<>();
    RawInput raw = raw(row);
    for (String task : plan.pairTasks()) {
      Problem problem = problem(row, raw, task);
      if (problem != null) {
        problems.put(task, problem.message());
      }
    }
    return problems;
  }

  private Problem missing(Row row, RawInput.Text text, String task) {
    String second = text.pair();
    if (second != null && !second.isBlank()) {
      return null;
    }
    int column = plan.input().pair();
    return new Problem(
        column,
        "task '"
            + task
            + "' was learnt from pairs of texts, and "
            + (column == InputColumns.NONE
                ? "no column of second texts is named"
                : "the second text is "
                    + (second == null ? "null" : "blank")
                    + " (column '"
                    + RowNames.column(row, column)
                    + "')"));
  }
}
