/**
 * What a benchmark run is made of: one cell for every method, seed and task order, each with its
 * accuracy matrix and its cost log. Plain records, mapped to JSON as they stand.
 */
package io.engram.consolidation.benchmark;
