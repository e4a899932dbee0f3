package io.engram.consolidation.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Accuracy of every task after every task: {@code A[t][i]} is the accuracy on task i after task t
 * was learnt. A cell is null where it was not or could not be measured: without a head of its own a
 * task has no accuracy before it is learnt, and test rows may be gone. Immutable; Jackson maps it
 * as it stands.
 *
 * @param tasks ids in the order in which they were learnt
 * @param rows {@code [tasks][tasks]}, accuracies in [0, 1] or null
 * @param initial accuracy of each task before anything was learnt, needed for forward transfer;
 *     null where heads are one a task
 */
public record AccuracyMatrix(List<String> tasks, List<List<Double>> rows, List<Double> initial) {

  public AccuracyMatrix {
    tasks = List.copyOf(tasks);
    if (tasks.stream().distinct().count() != tasks.size()) {
      throw new IllegalArgumentException("tasks repeat: " + tasks);
    }
    if (rows.size() != tasks.size()) {
      throw new IllegalArgumentException(
          "accuracy matrix of " + tasks.size() + " tasks has " + rows.size() + " rows");
    }
    List<List<Double>> copies = new ArrayList<>();
    for (int t = 0; t < rows.size(); t++) {
      copies.add(checked(rows.get(t), tasks, "after task " + tasks.get(t)));
    }
    rows = Collections.unmodifiableList(copies);
    initial = initial == null ? null : checked(initial, tasks, "before the first task");
  }

  /** No task learnt yet. */
  public static AccuracyMatrix empty() {
    return new AccuracyMatrix(List.of(), List.of(), null);
  }

  /** A matrix of tasks named by their position; NaN stands for a null cell. */
  public static AccuracyMatrix of(double[][] rows) {
    List<String> tasks = new ArrayList<>();
    List<List<Double>> cells = new ArrayList<>();
    for (int t = 0; t < rows.length; t++) {
      tasks.add("task-" + (t + 1));
      List<Double> row = new ArrayList<>();
      for (double value : rows[t]) {
        row.add(Double.isNaN(value) ? null : (Double) value);
      }
      cells.add(row);
    }
    return new AccuracyMatrix(tasks, cells, null);
  }

  /** The matrix with the accuracies before the first task; null cells where unknown. */
  public AccuracyMatrix withInitial(List<Double> accuracies) {
    return new AccuracyMatrix(tasks, rows, accuracies);
  }

  /**
   * The matrix after one more task. A task that is learnt again moves to the end: its earlier row
   * and the accuracies of its earlier head are dropped.
   *
   * @param task the task just learnt
   * @param accuracies by task id; a task that is not named has a null cell
   */
  public AccuracyMatrix after(String task, Map<String, Double> accuracies) {
    AccuracyMatrix others = without(task);
    List<String> order = new ArrayList<>(others.tasks);
    List<List<Double>> cells = new ArrayList<>();
    others.rows.forEach(row -> cells.add(new ArrayList<>(row)));
    List<Double> first = others.initial == null ? null : new ArrayList<>(others.initial);
    order.add(task);
    cells.forEach(row -> row.add(null));
    if (first != null) {
      first.add(null);
    }
    List<Double> last = new ArrayList<>();
    order.forEach(id -> last.add(accuracies.get(id)));
    cells.add(last);
    return new AccuracyMatrix(order, cells, first);
  }

  /**
   * The matrix of a model that gave up a task, which changes no other one: as {@link #without}, but
   * the last row stays that of the model as it is.
   */
  public AccuracyMatrix forgotten(String task) {
    int gone = tasks.indexOf(task);
    int last = tasks.size() - 1;
    if (gone != last || last < 1) {
      return without(task);
    }
    List<List<Double>> now = new ArrayList<>(rows.subList(0, last - 1));
    now.add(rows.get(last));
    now.add(rows.get(last));
    return new AccuracyMatrix(tasks, now, initial).without(task);
  }

  /** The matrix without the row and the column of a task; the same when it has neither. */
  public AccuracyMatrix without(String task) {
    int gone = tasks.indexOf(task);
    if (gone < 0) {
      return this;
    }
    return new AccuracyMatrix(
        dropped(tasks, gone),
        dropped(rows, gone).stream().map(row -> dropped(row, gone)).toList(),
        initial == null ? null : dropped(initial, gone));
  }

  private static <T> List<T> dropped(List<T> all, int index) {
    List<T> rest = new ArrayList<>(all);
    rest.remove(index);
    return rest;
  }

  /** Accuracy on task {@code i} after task {@code t}, both from 0; null where not measured. */
  public Double cell(int t, int i) {
    return rows.get(t).get(i);
  }

  public int size() {
    return tasks.size();
  }

  private static List<Double> checked(List<Double> row, List<String> tasks, String where) {
    if (row.size() != tasks.size()) {
      throw new IllegalArgumentException(
          "accuracies " + where + ": " + row.size() + " of " + tasks.size() + " tasks");
    }
    for (int i = 0; i < row.size(); i++) {
      Double value = row.get(i);
      if (value != null && !(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(
            "accuracy of task " + tasks.get(i) + ' ' + where + " is " + value);
      }
    }
    return Collections.unmodifiableList(new ArrayList<>(row));
  }
}
