package io.engram.consolidation.benchmark;

/**
 * Rows per second of prediction after the last task, from cached features of the frozen layers.
 *
 * @param tasks number of tasks then
 * @param oneTask each row asked for its own task
 * @param allTasks each row asked for every task
 */
public record ScoringSpeed(int tasks, double oneTask, double allTasks) {}
