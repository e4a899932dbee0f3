package io.engram.jobs.service;

import java.util.SortedSet;

/**
 * What scoring a stream did.
 *
 * @param batches micro-batches
 * @param rows rows read
 * @param badRows rows without a prediction
 * @param truncatedRows rows cut off at the maximum length
 * @param replacedRows rows whose text holds U+FFFD: bytes in it were not UTF-8
 * @param versions versions that answered
 * @param seconds wall-clock from start to end
 * @param output where the scored batches are
 */
public record StreamResult(
    long batches,
    long rows,
    long badRows,
    long truncatedRows,
    long replacedRows,
    SortedSet<Long> versions,
    double seconds,
    String output) {}
