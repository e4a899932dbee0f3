package io.engram.consolidation.benchmark;

import io.engram.consolidation.routing.RoutedAccuracy;

/**
 * The test rows of a task with and without their task's id, after the last task was learnt.
 *
 * @param task its id
 * @param accuracy counts of rows; none where the task has no test rows
 */
public record RoutedTask(String task, RoutedAccuracy accuracy) {}
