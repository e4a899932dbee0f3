package io.engram.consolidation.benchmark;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import java.util.List;

/**
 * One method on one order of the tasks with one seed, finished.
 *
 * @param key which one
 * @param matrix accuracies with the task of every row known; tasks in the order of this cell
 * @param routed the test rows of each task with their task known and with it found, after the last
 *     task
 * @param costs one a task, in the order they were learnt
 * @param speed of prediction after the last task
 * @param tuning how the settings were chosen; null where there was nothing to choose
 * @param confusions one a task
 * @param labels of a multi-label table; null for any other, and in cells that are older than it
 * @param calibration of all answers after the last task; null in cells that are older than it
 * @param firstHeads average accuracy after the last task of the tasks' first heads alone; null
 *     where no task has a second one
 */
public record Cell(
    CellKey key,
    AccuracyMatrix matrix,
    List<RoutedTask> routed,
    List<TaskCost> costs,
    ScoringSpeed speed,
    Tuning tuning,
    List<TaskConfusion> confusions,
    CellLabels labels,
    CellCalibration calibration,
    Double firstHeads) {
  public Cell {
    routed = List.copyOf(routed);
    costs = List.copyOf(costs);
    confusions = List.copyOf(confusions);
  }
}
