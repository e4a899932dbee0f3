package io.engram.consolidation.benchmark;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.consolidation.evaluation.Confusion;
import io.engram.consolidation.routing.RoutedAccuracy;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.task.LabelQuestion;
import io.engram.consolidation.task.Split;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.image.ImageLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a learner answers on the rows of one split of every task it knows. Tasks whose answers
 * cannot have changed are not asked again.
 */
final class CellEvaluation {
  private final LoadedBackbone backbone;
  private final int maxLength;
  private final BenchmarkTasks tasks;
  private final Split split;
  private final Map<String, Answers> answers = new LinkedHashMap<>();

  /**
   * What was answered on the rows of a task.
   *
   * @param asked answer of each row, in their order
   */
  private record Answers(
      Confusion confusion,
      ConfusedRows confused,
      List<Prediction> asked,
      CellCalibration.Counts sure) {

    static Answers none(LearnedTask task) {
      return new Answers(
          new Confusion(task.manifest().classes().size()),
          new ConfusedRows(),
          new ArrayList<>(),
          CellCalibration.Counts.of(task));
    }
  }

  CellEvaluation(LoadedBackbone backbone, int maxLength, BenchmarkTasks tasks, Split split) {
    this.backbone = backbone;
    this.maxLength = maxLength;
    this.tasks = tasks;
    this.split = split;
  }

  /**
   * @param before state at the last call; the tasks it knows were asked then
   */
  void after(LearnerState before, LearnerState after) {
    try (TaskPredictor predictor = predictor(after)) {
      after.tasks().stream()
          .filter(task -> !after.answersAsIn(before, task.id()))
          .forEach(task -> answers.put(task.id(), ask(predictor, task)));
    }
  }

  private Answers ask(TaskPredictor predictor, LearnedTask task) {
    Answers given = Answers.none(task);
    tasks
        .task(task.id())
        .forEachWindow(
            split,
            window -> {
              List<Prediction> predictions = predictor.predictFeatures(window, task.id());
              for (int i = 0; i < predictions.size(); i++) {
                int label = window.get(i).label();
                int predicted = predictions.get(i).index();
                given.confusion().add(label, predicted);
                given.confused().add(label, predicted, window.get(i).key());
                given.sure().add(predictions.get(i), label);
              }
              given.asked().addAll(predictions);
            });
    return given;
  }

  /** Accuracy by task; a task without rows is absent. */
  Map<String, Double> accuracies() {
    Map<String, Double> accuracies = new TreeMap<>();
    answers.forEach(
        (task, given) -> {
          if (given.confusion().accuracy().rows() > 0) {
            accuracies.put(task, given.confusion().accuracy().accuracy());
          }
        });
    return accuracies;
  }

  CellCalibration calibration() {
    return CellCalibration.of(answers.values().stream().map(Answers::sure).toList());
  }

  List<TaskConfusion> confusions() {
    return answers.entrySet().stream()
        .map(
            entry ->
                new TaskConfusion(
                    entry.getKey(),
                    tasks.task(entry.getKey()).manifest().classes(),
                    entry.getValue().confusion().counts(),
                    entry.getValue().confused().examples()))
        .toList();
  }

  /**
   * The rows with and without their task's id. Costs no pass: a row that is routed to its own task
   * has been asked there, and any other is wrong.
   *
   * @param routes of the same rows
   */
  List<RoutedTask> routed(TaskRoutes routes) {
    return answers.entrySet().stream()
        .map(
            entry -> {
              TaskRoutes.Found found = routes.found(entry.getKey());
              LabelSpace labels = new LabelSpace(tasks.task(entry.getKey()).manifest().classes());
              List<Prediction> asked = entry.getValue().asked();
              RoutedAccuracy accuracy = RoutedAccuracy.NONE;
              for (int i = 0; i < asked.size(); i++) {
                accuracy =
                    accuracy.merge(
                        RoutedAccuracy.of(
                            asked.get(i), found.routes().get(i), labels, found.labels().get(i)));
              }
              return new RoutedTask(entry.getKey(), accuracy);
            })
        .toList();
  }

  ScoringSpeed speed(LearnerState state) {
    try (TaskPredictor predictor = predictor(state)) {
      return new SpeedMeter(predictor, tasks, split).speed();
    }
  }

  /** What is said of the labels of a multi-label table; null where there is none. */
  CellLabels labels(LearnerState state) {
    Map<String, LabelQuestion> questions = new TreeMap<>();
    state
        .tasks()
        .forEach(
            task -> task.manifest().question().ifPresent(asked -> questions.put(task.id(), asked)));
    if (tasks.labelled().isEmpty() || questions.isEmpty()) {
      return null;
    }
    try (TaskPredictor predictor = predictor(state)) {
      return LabelAnswers.ask(predictor, tasks.labelled().get(), questions);
    }
  }

  private TaskPredictor predictor(LearnerState state) {
    return new TaskPredictor(
        backbone.backbone(),
        backbone.reader(maxLength, ImageLimits.DEFAULT),
        state.serving(),
        PredictorOptions.defaults());
  }
}
