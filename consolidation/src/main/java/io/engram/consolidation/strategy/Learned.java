package io.engram.consolidation.strategy;

/**
 * Outcome of learning one task.
 *
 * @param state the new state
 * @param log what was done on the way
 */
public record Learned(LearnerState state, LearningLog log) {}
