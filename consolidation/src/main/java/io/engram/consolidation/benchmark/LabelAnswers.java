package io.engram.consolidation.benchmark;

import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.evaluation.AveragePrecision;
import io.engram.consolidation.evaluation.LabelCounts;
import io.engram.consolidation.evaluation.LabelMetrics;
import io.engram.consolidation.learning.RowStream;
import io.engram.consolidation.task.LabelQuestion;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/** What a predictor says of the labels of a sample of rows. */
final class LabelAnswers {
  private static final double HALF = 0.5;

  private final Map<String, LabelQuestion> questions;
  private final SortedMap<String, double[]> balanced = new TreeMap<>();
  private final SortedMap<String, boolean[]> present = new TreeMap<>();
  private int rows;

  /**
   * @param questions by task
   * @param most rows at most
   */
  LabelAnswers(Map<String, LabelQuestion> questions, int most) {
    this.questions = questions;
    questions
        .keySet()
        .forEach(
            task -> {
              balanced.put(task, new double[most]);
              present.put(task, new boolean[most]);
            });
  }

  void add(Map<String, Prediction> answers, Set<String> labels) {
    questions.forEach(
        (task, question) -> {
          balanced.get(task)[rows] = answers.get(task).probability()[question.index()];
          present.get(task)[rows] = labels.contains(question.label());
        });
    rows++;
  }

  CellLabels metrics() {
    return CellLabels.of(
        rows,
        metrics(question -> p -> question.corrected(p) > HALF),
        metrics(question -> p -> p > HALF));
  }

  private LabelMetrics metrics(Function<LabelQuestion, DoublePredicate> rule) {
    SortedMap<String, LabelMetrics.Label> labels = new TreeMap<>();
    questions.forEach(
        (task, question) -> {
          double[] scores = Arrays.copyOf(balanced.get(task), rows);
          boolean[] truth = Arrays.copyOf(present.get(task), rows);
          DoublePredicate says = rule.apply(question);
          LabelCounts counts = LabelCounts.NONE;
          for (int i = 0; i < rows; i++) {
            counts = counts.with(truth[i], says.test(scores[i]));
          }
          labels.put(
              question.label(), new LabelMetrics.Label(counts, AveragePrecision.of(scores, truth)));
        });
    return new LabelMetrics(labels);
  }

  /** Asks all rows of a sample in bounded memory. */
  static CellLabels ask(
      TaskPredictor predictor, LabelledSample sample, Map<String, LabelQuestion> questions) {
    LabelAnswers answers = new LabelAnswers(questions, sample.rows().rows());
    RowStream.forEachWindow(
        sample.rows(),
        window -> {
          var predictions = predictor.predictAllFeatures(window);
          for (int i = 0; i < predictions.size(); i++) {
            FeatureRow row = window.get(i);
            answers.add(predictions.get(i), sample.labels().get(row.key()));
          }
        });
    return answers.metrics();
  }
}
