package io.engram.consolidation.spark;

import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.Query;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.consolidation.spark.ScoringPlan.Answers;
import io.engram.consolidation.spark.ScoringPlan.OnBadRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns one window of rows into their answers with the one predictor; knows rows and columns,
 * nothing of tensors.
 */
final class RowScorer {
  private final TaskPredictor predictor;
  private final ScoringPlan plan;
  private final ScoringCounters counters;

  RowScorer(TaskPredictor predictor, ScoringPlan plan, ScoringCounters counters) {
    this.predictor = predictor;
    this.plan = plan;
    this.counters = counters;
  }

  /** Output rows of each input row, in input order; a skipped row has none. */
  List<List<Row>> score(List<Row> window) {
    String[] problems = new String[window.size()];
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < problems.length; i++) {
      Row row = window.get(i);
      problems[i] = problem(row);
      if (problems[i] == null) {
        queries.add(new Query(row.getString(plan.text()), pair(row), task(row)));
      } else if (plan.onBadRow() == OnBadRow.ERROR) {
        throw new BadRowException(problems[i] + name(row) + BadRowException.REMEDY);
      }
    }
    List<List<Row>> out =
        plan.answers() == Answers.ONE
            ? one(window, problems, queries)
            : all(window, problems, queries);
    counters.add(window.size(), window.size() - queries.size());
    return out;
  }

  private List<List<Row>> one(List<Row> window, String[] problems, List<Query> queries) {
    List<Prediction> predictions = predictor.predict(queries);
    List<List<Row>> out = new ArrayList<>(window.size());
    int next = 0;
    for (int i = 0; i < problems.length; i++) {
      if (problems[i] != null) {
        out.add(withoutAnswer(window.get(i), problems[i]));
      } else {
        Prediction prediction = predictions.get(next++);
        counters.truncated(prediction.truncated());
        out.add(List.of(answer(window.get(i), prediction)));
      }
    }
    return out;
  }

  private List<List<Row>> all(List<Row> window, String[] problems, List<Query> queries) {
    List<SortedMap<String, Prediction>> predictions = predictor.predictAll(queries);
    List<List<Row>> out = new ArrayList<>(window.size());
    int next = 0;
    for (int i = 0; i < problems.length; i++) {
      Row row = window.get(i);
      if (problems[i] != null) {
        out.add(withoutAnswer(row, problems[i]));
        continue;
      }
      SortedMap<String, Prediction> tasks = predictions.get(next++);
      counters.truncated(tasks.values().stream().anyMatch(Prediction::truncated));
      if (plan.answers() == Answers.ROWS) {
        out.add(tasks.values().stream().map(prediction -> answer(row, prediction)).toList());
      } else {
        Map<String, Row> map = new HashMap<>();
        tasks.forEach(
            (task, p) ->
                map.put(
                    task,
                    RowFactory.create(p.label(), (double) p.index(), toDoubles(p.probability()))));
        out.add(List.of(append(row, CollectionConverters.asScala(map), plan.modelVersion(), null)));
      }
    }
    return out;
  }

  private Row answer(Row row, Prediction p) {
    Object probability = Vectors.dense(toDoubles(p.probability()));
    double index = p.index();
    return plan.addTaskColumn()
        ? append(row, p.label(), index, probability, p.task(), plan.modelVersion(), null)
        : append(row, p.label(), index, probability, plan.modelVersion(), null);
  }

  private List<Row> withoutAnswer(Row row, String problem) {
    if (plan.onBadRow() == OnBadRow.SKIP) {
      return List.of();
    }
    if (plan.answers() == Answers.MAP) {
      return List.of(append(row, null, plan.modelVersion(), problem));
    }
    return List.of(
        plan.addTaskColumn()
            ? append(row, null, null, null, plan.fixedTask(), plan.modelVersion(), problem)
            : append(row, null, null, null, plan.modelVersion(), problem));
  }

  private static Row append(Row row, Object... added) {
    Object[] values = new Object[row.size() + added.length];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    System.arraycopy(added, 0, values, row.size(), added.length);
    return RowFactory.create(values);
  }

  private String problem(Row row) {
    if (row.isNullAt(plan.text())) {
      return "the text is null";
    }
    if (row.getString(plan.text()).isBlank()) {
      return "the text is blank";
    }
    if (plan.answers() != Answers.ONE) {
      return null;
    }
    String task = task(row);
    if (task == null) {
      return "the task is null";
    }
    if (!predictor.model().tasks().containsKey(task)) {
      return "task '"
          + task
          + "' was never learnt (learnt: "
          + String.join(", ", predictor.model().tasks().keySet())
          + ")";
    }
    return plan.pairTasks().contains(task) ? pairProblem(pair(row), task) : null;
  }

  private String pairProblem(String second, String task) {
    if (second != null && !second.isBlank()) {
      return null;
    }
    return "task '"
        + task
        + "' was learnt from pairs of texts, and "
        + (plan.pair() < 0
            ? "no column of second texts is named"
            : "the second text is " + (second == null ? "null" : "blank"));
  }

  private String pair(Row row) {
    return plan.pair() < 0 || row.isNullAt(plan.pair()) ? null : row.getString(plan.pair());
  }

  private String task(Row row) {
    if (plan.task() < 0) {
      return plan.fixedTask();
    }
    return row.isNullAt(plan.task()) ? null : row.getString(plan.task());
  }

  private String name(Row row) {
    StringBuilder name = new StringBuilder();
    for (int key : plan.keys()) {
      name.append(name.isEmpty() ? " in the row with " : ", ")
          .append(row.schema() == null ? "key" : row.schema().fields()[key].name())
          .append(" = ")
          .append(row.get(key));
    }
    return name.toString();
  }

  private static double[] toDoubles(float[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }
}
