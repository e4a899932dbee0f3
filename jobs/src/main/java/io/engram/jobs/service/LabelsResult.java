package io.engram.jobs.service;

import io.engram.consolidation.evaluation.LabelMetrics;

/**
 * How well a model tells the labels of a table's rows.
 *
 * @param version version that answered
 * @param rows rows with an answer; at least one
 * @param badRows rows without one
 * @param truncatedRows rows cut off at the maximum length
 * @param replacedRows rows whose text holds U+FFFD: bytes in it were not UTF-8
 * @param metrics with probabilities corrected for the labels' shares
 * @param uncorrected a label said where its balanced task says it
 */
public record LabelsResult(
    long version,
    long rows,
    long badRows,
    long truncatedRows,
    long replacedRows,
    LabelMetrics metrics,
    LabelMetrics uncorrected) {}
