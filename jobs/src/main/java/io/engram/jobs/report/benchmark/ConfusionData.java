package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.TaskConfusion;
import io.engram.consolidation.benchmark.TaskSamples;
import io.engram.consolidation.evaluation.Confusion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which classes methods took for which, with rows to look at.
 *
 * @param samples rows that are shown, those of classes first
 * @param tasks in the order of the page's tasks
 * @param found one a method and task
 * @param leftOut rows that would have made the page too large
 */
record ConfusionData(
    List<SampleBox.Shown> samples, List<TaskClasses> tasks, List<Found> found, int leftOut) {

  /**
   * @param names of the classes
   * @param samples of every class, indexes into the samples
   */
  record TaskClasses(List<String> names, List<List<Integer>> samples) {}

  /**
   * What a method took for what in a task, all its cells together.
   *
   * @param method index
   * @param task index
   * @param counts test rows, {@code [true class][predicted class]}
   * @param examples class, class it was taken for, and index into the samples
   */
  record Found(int method, int task, long[][] counts, List<List<Integer>> examples) {}

  private static final int OF_A_PAIR = 6;

  /**
   * @param tasks names that the page counts in
   * @param samples of the run's tasks; a task without any is shown by its counts alone
   */
  static ConfusionData of(BenchmarkRun run, List<String> tasks, List<TaskSamples> samples) {
    Map<String, TaskSamples> byTask = new TreeMap<>();
    samples.forEach(task -> byTask.put(task.task(), task));
    SampleBox box = new SampleBox();
    List<TaskClasses> classes = classes(run, tasks, byTask, box);
    List<Found> found = new ArrayList<>();
    for (int method = 0; method < run.methods().size(); method++) {
      String name = run.methods().get(method).name();
      List<Cell> cells =
          run.cells().stream().filter(cell -> cell.key().method().equals(name)).toList();
      for (int task = 0; task < tasks.size(); task++) {
        String id = tasks.get(task);
        List<TaskConfusion> ofTask =
            cells.stream()
                .flatMap(cell -> cell.confusions().stream())
                .filter(confusion -> confusion.task().equals(id))
                .toList();
        if (!ofTask.isEmpty()) {
          long[][] counts = sum(ofTask);
          List<List<Integer>> examples = examples(ofTask, counts, byTask.get(id), box);
          found.add(new Found(method, task, counts, examples));
        }
      }
    }
    return new ConfusionData(box.shown(), classes, found, box.leftOut());
  }

  /** The first sample of every class of every task, then the second of each. */
  private static List<TaskClasses> classes(
      BenchmarkRun run, List<String> tasks, Map<String, TaskSamples> byTask, SampleBox box) {
    List<TaskClasses> classes = new ArrayList<>();
    for (String id : tasks) {
      List<String> names =
          run.tasks().stream()
              .filter(task -> task.id().equals(id))
              .findFirst()
              .map(BenchmarkRun.TaskFacts::classes)
              .orElse(List.of());
      List<List<Integer>> samples = new ArrayList<>();
      names.forEach(name -> samples.add(new ArrayList<>()));
      classes.add(new TaskClasses(names, samples));
    }
    boolean more = true;
    for (int place = 0; more; place++) {
      more = false;
      for (int task = 0; task < tasks.size(); task++) {
        TaskSamples ofTask = byTask.get(tasks.get(task));
        for (int label = 0; ofTask != null && label < ofTask.ofClass().size(); label++) {
          List<String> keys = ofTask.ofClass().get(label);
          if (place < keys.size()) {
            more = true;
            box.add(ofTask, keys.get(place)).ifPresent(classes.get(task).samples().get(label)::add);
          }
        }
      }
    }
    return classes;
  }

  private static long[][] sum(List<TaskConfusion> confusions) {
    return confusions.stream()
        .map(confusion -> new Confusion(confusion.counts()))
        .reduce(Confusion::merge)
        .orElseThrow()
        .counts();
  }

  /** Of the pairs that are confused most often first. */
  private static List<List<Integer>> examples(
      List<TaskConfusion> confusions, long[][] counts, TaskSamples samples, SampleBox box) {
    List<List<Integer>> examples = new ArrayList<>();
    if (samples == null) {
      return examples;
    }
    Map<List<Integer>, Integer> ofPair = new HashMap<>();
    confusions.stream()
        .flatMap(confusion -> confusion.examples().stream())
        .distinct()
        .sorted(Comparator.comparingLong(example -> -counts[example.label()][example.predicted()]))
        .filter(
            example ->
                ofPair.merge(List.of(example.label(), example.predicted()), 1, Integer::sum)
                    <= OF_A_PAIR)
        .forEach(
            example ->
                box.add(samples, example.row())
                    .ifPresent(
                        shown ->
                            examples.add(List.of(example.label(), example.predicted(), shown))));
    return examples;
  }
}
