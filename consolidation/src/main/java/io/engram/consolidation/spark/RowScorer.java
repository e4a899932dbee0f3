package io.engram.consolidation.spark;

import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.Query;
import io.engram.adapters.prediction.RoutedPrediction;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.consolidation.spark.ScoringPlan.Answers;
import io.engram.consolidation.spark.ScoringPlan.OnBadRow;
import io.engram.consolidation.spark.ScoringRow.Problem;
import io.engram.consolidation.store.serving.ServedModel;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import io.engram.transformers.metrics.WorkCount;
import io.engram.transformers.spark.RowNames;
import io.engram.transformers.spark.RowPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns one window of rows into their answers with the one predictor; knows rows and columns,
 * nothing of tensors.
 */
final class RowScorer {
  private static final double PRESENT = 0.5;

  private final TaskPredictor predictor;
  private final InputKind kind;
  private final Configuration conf;
  private final ScoringPlan plan;
  private final ScoringCounters counters;
  private final PairTasks pairs;

  RowScorer(ServedModel model, Configuration conf, ScoringPlan plan, ScoringCounters counters) {
    this.predictor = model.predictor();
    this.kind = model.kind();
    this.conf = conf;
    this.plan = plan;
    this.counters = counters;
    this.pairs = PairTasks.of(plan, kind, conf, predictor.model().tasks().keySet());
  }

  /**
   * Makes a row ready.
   *
   * @throws BadRowException when it has no answer and that is an error
   */
  ScoringRow read(Row row, RowPlace place) {
    ModelInput input = null;
    ModelInput alone = null;
    Problem problem;
    try {
      RawInput raw = plan.input().of(row, kind, conf, plan.pictures().limits());
      problem = problem(row, raw);
      if (problem == null) {
        input = predictor.read(pairs.input(raw, named(row)));
        RawInput besides = pairs.besides(raw);
        alone = besides == null ? null : predictor.read(besides);
        if (raw instanceof RawInput.Text text && text.replaced()) {
          counters.replaced(RowNames.row(row, plan.keys(), place));
        }
      }
    } catch (UnreadableInputException unreadable) {
      problem = problem(row, plan.input().input(), "cannot be read: " + unreadable.getMessage());
    }
    if (problem == null) {
      return new ScoringRow(row, input, alone, null, null);
    }
    String name = RowNames.row(row, plan.keys(), place);
    if (plan.onBadRow() == OnBadRow.ERROR) {
      WorkCount.ROWS_REFUSED.add(1);
      throw new BadRowException(
          name,
          problem.column() < 0 ? "" : RowNames.column(row, problem.column()),
          problem.message());
    }
    return new ScoringRow(row, null, null, problem, name);
  }

  /** Output rows of each input row, in input order; a skipped row has none. */
  List<List<Row>> score(List<ScoringRow> window) {
    List<Query> queries = new ArrayList<>();
    List<ScoringRow> asked = new ArrayList<>();
    for (ScoringRow row : window) {
      if (row.problem() == null) {
        asked.add(row);
        queries.add(new Query(row.input(), task(row.row())));
      } else {
        counters.bad(row.problem().message(), row.name());
      }
    }
    List<List<Row>> out =
        switch (plan.answers()) {
          case ONE -> answered(window, predictor.predict(queries), this::one);
          case ROUTED -> answered(window, routed(asked, queries), this::routed);
          case ROWS, MAP, LABELS ->
              answered(window, pairs.predictAll(predictor, asked, queries), this::all);
          case NAMED_AND_ROUTED -> bothWays(window, asked, queries);
        };
    counters.read(window.size());
    WorkCount.ROWS_SCORED.add(queries.size());
    WorkCount.ROWS_REFUSED.add(window.size() - queries.size());
    return out;
  }

  private <A> List<List<Row>> answered(
      List<ScoringRow> window, List<A> answers, BiFunction<Row, A, List<Row>> rows) {
    List<List<Row>> out = new ArrayList<>(window.size());
    Iterator<A> next = answers.iterator();
    for (ScoringRow row : window) {
      out.add(
          row.problem() == null
              ? rows.apply(row.row(), next.next())
              : withoutAnswer(row.row(), row.problem().message()));
    }
    return out;
  }

  private List<Row> all(Row row, SortedMap<String, Prediction> asked) {
    counters.truncated(asked.values().stream().anyMatch(Prediction::truncated));
    SortedMap<String, Prediction> tasks = new TreeMap<>(asked);
    Map<String, String> unasked = pairs.unanswered(row);
    tasks.keySet().removeAll(unasked.keySet());
    if (plan.answers() == Answers.ROWS) {
      List<Row> rows = new ArrayList<>();
      tasks.values().forEach(prediction -> rows.add(answer(row, prediction)));
      if (plan.onBadRow() == OnBadRow.KEEP) {
        unasked.forEach((task, problem) -> rows.add(withoutAnswer(row, task, problem)));
      }
      return rows;
    }
    if (plan.answers() == Answers.LABELS) {
      return List.of(labels(row, tasks));
    }
    Map<String, Row> map = new HashMap<>();
    tasks.forEach(
        (task, p) ->
            map.put(
                task,
                RowFactory.create(p.label(), (double) p.index(), toDoubles(p.probability()))));
    return List.of(append(row, CollectionConverters.asScala(map), plan.modelVersion(), null));
  }

  private Row labels(Row row, Map<String, Prediction> tasks) {
    SortedMap<String, Double> probabilities = new TreeMap<>();
    plan.labels()
        .forEach(
            (task, question) -> {
              if (tasks.containsKey(task)) {
                probabilities.put(
                    question.label(),
                    question.corrected(tasks.get(task).probability()[question.index()]));
              }
            });
    String[] present =
        probabilities.entrySet().stream()
            .filter(label -> label.getValue() > PRESENT)
            .map(Map.Entry::getKey)
            .toArray(String[]::new);
    return append(
        row, present, CollectionConverters.asScala(probabilities), plan.modelVersion(), null);
  }

  private List<Row> routed(Row row, RoutedPrediction routed) {
    Prediction p = routed.prediction();
    counters.truncated(p.truncated());
    double novelty = routed.route().novelty();
    return List.of(
        append(
            row,
            p.label(),
            (double) p.index(),
            Vectors.dense(toDoubles(p.probability())),
            p.task(),
            routed.route().confidence(),
            Double.isNaN(novelty) ? null : novelty,
            plan.modelVersion(),
            null));
  }

  private List<RoutedPrediction> routed(List<ScoringRow> asked, List<Query> queries) {
    return predictor.predictRouted(
        queries, i -> pairs.among(asked.get(i).row(), named(asked.get(i).row())));
  }

  private List<List<Row>> bothWays(
      List<ScoringRow> window, List<ScoringRow> asked, List<Query> queries) {
    Iterator<Prediction> named = predictor.predict(queries).iterator();
    return answered(
        window,
        routed(asked, queries),
        (row, routed) -> {
          Prediction own = named.next();
          counters.truncated(own.truncated());
          return List.of(RoutedEvaluation.row(row, own, routed));
        });
  }

  private List<Row> one(Row row, Prediction p) {
    counters.truncated(p.truncated());
    return List.of(answer(row, p));
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
    if (plan.answers() == Answers.LABELS) {
      return List.of(append(row, null, null, plan.modelVersion(), problem));
    }
    if (plan.answers() == Answers.ROUTED) {
      return List.of(append(row, null, null, null, null, null, null, plan.modelVersion(), problem));
    }
    if (plan.answers() == Answers.NAMED_AND_ROUTED) {
      return List.of(RoutedEvaluation.row(row, problem));
    }
    return List.of(withoutAnswer(row, plan.fixedTask(), problem));
  }

  private Row withoutAnswer(Row row, String task, String problem) {
    return plan.addTaskColumn()
        ? append(row, null, null, null, task, plan.modelVersion(), problem)
        : append(row, null, null, null, plan.modelVersion(), problem);
  }

  static Row append(Row row, Object... added) {
    Object[] values = new Object[row.size() + added.length];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    System.arraycopy(added, 0, values, row.size(), added.length);
    return RowFactory.create(values);
  }

  private Problem problem(Row row, RawInput raw) {
    if (raw.absence() != null) {
      return problem(row, plan.input().input(), raw.absence());
    }
    if (plan.answers() == Answers.ROUTED) {
      return pairs.problemOfAny(row, raw);
    }
    if (!plan.answers().named()) {
      return pairs.problemOfAll(row, raw);
    }
    String task = task(row);
    if (task == null) {
      return problem(row, plan.task(), "is null, no task");
    }
    Set<String> learnt = predictor.model().tasks().keySet();
    if (!learnt.contains(task)) {
      return problem(
          row,
          plan.task(),
          "asks task '"
              + task
              + "', which was never learnt (learnt: "
              + String.join(", ", learnt)
              + ")");
    }
    return pairs.problem(row, raw, task);
  }

  private static Problem problem(Row row, int column, String what) {
    return new Problem(
        column, (column < 0 ? "it" : "column '" + RowNames.column(row, column) + "'") + ' ' + what);
  }

  /** The task that a row is asked; null where it is asked all, or one that is to be found. */
  private String named(Row row) {
    return plan.answers().named() ? task(row) : null;
  }

  private String task(Row row) {
    return plan.task() < 0 ? plan.fixedTask() : row.getString(plan.task());
  }

  private static double[] toDoubles(float[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }
}
