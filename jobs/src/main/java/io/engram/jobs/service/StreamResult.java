package io.engram.jobs.service;

import io.engram.consolidation.spark.RowGroups;
import java.util.SortedSet;

/**
 * What scoring a stream did.
 *
 * @param batches micro-batches
 * @param rows rows read
 * @param bad rows without a prediction
 * @param truncatedRows rows cut off at the maximum length
 * @param replaced rows whose text holds U+FFFD: bytes in it were not UTF-8
 * @param versions versions that answered
 * @param seconds wall-clock from start to end
 * @param output where the scored batches are
 */
public record StreamResult(
    long batches,
    long rows,
    RowGroups bad,
    long truncatedRows,
    RowGroups replaced,
    SortedSet<Long> versions,
    double seconds,
    String output) {}
