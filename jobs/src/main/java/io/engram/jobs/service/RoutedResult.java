package io.engram.jobs.service;

import io.engram.consolidation.routing.NoveltyCounts;
import io.engram.consolidation.routing.RoutedAccuracy;
import io.engram.consolidation.spark.RoutedEvaluation.OfTask;
import io.engram.consolidation.strategy.RouterRule;
import java.util.List;
import java.util.SortedMap;

/**
 * What evaluation with and without task ids counted.
 *
 * @param version version that answered
 * @param router what found the tasks of rows: LDA or random features
 * @param tasks by task that rows belong to; at least one
 * @param badRows rows without a prediction
 * @param badExamples keys of a few of them, each with its reason
 * @param truncatedRows rows cut off at the maximum length
 * @param replacedRows rows whose text holds U+FFFD: bytes in it were not UTF-8
 */
public record RoutedResult(
    long version,
    RouterRule router,
    SortedMap<String, OfTask> tasks,
    long badRows,
    List<String> badExamples,
    long truncatedRows,
    long replacedRows) {

  /** All rows together. */
  public RoutedAccuracy accuracy() {
    return tasks.values().stream()
        .map(OfTask::accuracy)
        .reduce(RoutedAccuracy.NONE, RoutedAccuracy::merge);
  }

  /** All rows together. */
  public NoveltyCounts novelty() {
    return tasks.values().stream()
        .map(OfTask::novelty)
        .reduce(NoveltyCounts.NONE, NoveltyCounts::merge);
  }
}
