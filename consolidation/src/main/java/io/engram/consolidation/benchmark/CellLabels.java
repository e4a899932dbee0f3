package io.engram.consolidation.benchmark;

import io.engram.consolidation.evaluation.LabelMetrics;

/**
 * How well the labels of a multi-label table are told after the last task, on rows that have them
 * as often as the table has. The labels that were learnt count.
 *
 * @param rows test rows of the table
 * @param labels labels
 * @param microF1 F1 of all decisions, probabilities corrected for the shares of the labels
 * @param macroF1 mean of the labels' F1, corrected likewise
 * @param macroAveragePrecision mean of the labels' average precision; null when no row has one
 * @param balancedMicroF1 as {@code microF1}, a label said where its balanced task says it
 * @param balancedMacroF1 as {@code macroF1}, likewise
 */
public record CellLabels(
    long rows,
    int labels,
    double microF1,
    double macroF1,
    Double macroAveragePrecision,
    double balancedMicroF1,
    double balancedMacroF1) {

  static CellLabels of(long rows, LabelMetrics corrected, LabelMetrics balanced) {
    return new CellLabels(
        rows,
        corrected.labels().size(),
        corrected.microF1(),
        corrected.macroF1(),
        corrected.macroAveragePrecision(),
        balanced.microF1(),
        balanced.macroF1());
  }
}
