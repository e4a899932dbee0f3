package io.engram.consolidation.benchmark;

/**
 * Names one cell of a benchmark.
 *
 * @param method name of the method in the experiment file, e.g. {@code ada-k4-leep}
 * @param seed seed of the run
 * @param order number of the task order, from 0; order 0 is the one of the experiment file
 */
public record CellKey(String method, long seed, int order) {}
