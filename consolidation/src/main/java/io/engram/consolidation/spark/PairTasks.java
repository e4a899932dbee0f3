package io.engram.consolidation.spark;

import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.Query;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.consolidation.spark.ScoringPlan.Answers;
import io.engram.consolidation.spark.ScoringPlan.OnBadRow;
import io.engram.consolidation.spark.ScoringRow.Problem;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.spark.InputColumns;
import io.engram.transformers.spark.RowNames;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * Which of the tasks that are asked were learnt from pairs of texts: they need a row's second text,
 * and the others are asked without it.
 *
 * @param asked all tasks that a row which names none may be asked
 * @param ofPairs those of them that were learnt from pairs
 */
record PairTasks(
    ScoringPlan plan, InputKind kind, Configuration conf, Set<String> asked, Set<String> ofPairs) {

  /**
   * @param learnt all tasks of the model
   */
  static PairTasks of(ScoringPlan plan, InputKind kind, Configuration conf, Set<String> learnt) {
    Set<String> asked = plan.answers() == Answers.LABELS ? plan.labels().keySet() : learnt;
    Set<String> ofPairs = new TreeSet<>(plan.pairTasks());
    ofPairs.retainAll(asked);
    return new PairTasks(plan, kind, conf, asked, ofPairs);
  }

  /** Why a row cannot be asked a task; null where it can. */
  Problem problem(Row row, RawInput raw, String task) {
    return ofPairs.contains(task) ? missing(row, raw, task) : null;
  }

  /**
   * Why a row cannot be asked all tasks, where one answer that is missing is too much, or all are;
   * null where it can.
   */
  Problem problemOfAll(Row row, RawInput raw) {
    return plan.onBadRow() == OnBadRow.ERROR && !ofPairs.isEmpty()
        ? missing(row, raw, ofPairs.iterator().next())
        : problemOfAny(row, raw);
  }

  /** Why a row can be asked no task at all; null where there is one. */
  Problem problemOfAny(Row row, RawInput raw) {
    return ofPairs.isEmpty() || !ofPairs.containsAll(asked)
        ? null
        : missing(row, raw, ofPairs.iterator().next());
  }

  /**
   * Tasks among which that of a row is looked for: those of pairs where it has a second text, else
   * the others.
   *
   * @param task that the row names all the same; null where it names none
   */
  Predicate<String> among(Row row, String task) {
    if (ofPairs.isEmpty()) {
      return any -> true;
    }
    boolean second = task == null ? hasSecond(raw(row)) : ofPairs.contains(task);
    return other -> ofPairs.contains(other) == second;
  }

  private RawInput raw(Row row) {
    return plan.input().of(row, kind, conf, plan.pictures().limits());
  }

  /** Tasks that a row without a second text cannot be asked, with why; by task. */
  Map<String, String> unanswered(Row row) {
    if (ofPairs.isEmpty()) {
      return Map.of();
    }
    Map<String, String> problems = new TreeMap<>();
    RawInput raw = raw(row);
    for (String task : ofPairs) {
      Problem problem = problem(row, raw, task);
      if (problem != null) {
        problems.put(task, problem.message());
      }
    }
    return problems;
  }

  /**
   * What the encoder is to read of a row.
   *
   * @param task that the row names; null where it names none
   */
  RawInput input(RawInput raw, String task) {
    boolean second = task == null ? !ofPairs.isEmpty() : ofPairs.contains(task);
    return second && hasSecond(raw) ? raw : alone(raw);
  }

  /**
   * What the encoder is to read of a row that is asked all tasks, for those that were learnt from
   * single texts; null where {@link #input} does for them too.
   */
  RawInput besides(RawInput raw) {
    boolean both = !ofPairs.isEmpty() && !ofPairs.containsAll(asked);
    return plan.answers().all() && both && hasSecond(raw) ? alone(raw) : null;
  }

  /** Asks each row every task, with its second text and without. */
  List<SortedMap<String, Prediction>> predictAll(
      TaskPredictor predictor, List<ScoringRow> rows, List<Query> queries) {
    List<Query> alone =
        rows.stream()
            .map(ScoringRow::alone)
            .filter(Objects::nonNull)
            .map(input -> new Query(input, null))
            .toList();
    List<SortedMap<String, Prediction>> answers = predictor.predictAll(queries);
    if (alone.isEmpty()) {
      return answers;
    }
    Iterator<SortedMap<String, Prediction>> next = predictor.predictAll(alone).iterator();
    List<SortedMap<String, Prediction>> all = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      SortedMap<String, Prediction> ofRow = new TreeMap<>(answers.get(i));
      if (rows.get(i).alone() != null) {
        ofRow.keySet().retainAll(ofPairs);
        next.next().forEach(ofRow::putIfAbsent);
      }
      all.add(ofRow);
    }
    return all;
  }

  // Learning refuses blank second texts: none was ever read as one.
  private static boolean hasSecond(RawInput raw) {
    return raw instanceof RawInput.Text text && text.pair() != null && !text.pair().isBlank();
  }

  private static RawInput alone(RawInput raw) {
    return raw instanceof RawInput.Text text ? new RawInput.Text(text.text(), null) : raw;
  }

  private Problem missing(Row row, RawInput raw, String task) {
    if (hasSecond(raw)) {
      return null;
    }
    String second = ((RawInput.Text) raw).pair();
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
