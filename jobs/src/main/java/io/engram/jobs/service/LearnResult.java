package io.engram.jobs.service;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.consolidation.task.SplitCounts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What learning a task did.
 *
 * @param outcome what happened
 * @param task task id
 * @param version newest version, which serves the task
 * @param folder folder of that version, read by {@code PipelineModel.load}
 * @param slot slot it went to; -1 is the identity slot, without an adapter
 * @param slots every slot after the task was learnt
 * @param classes classes of the task
 * @param rows of each split
 * @param splitCol column that says which row is in which; empty: a hash of the row does
 * @param truncatedRows rows cut off at the maximum length
 * @param replacedRows rows whose text holds U+FFFD, the mark of broken characters
 * @param matrix accuracy on the test rows of every task after every task; its last row is of the
 *     newest version
 * @param parameters what is served
 * @param promotion what the gate said and did; empty when none was asked for
 * @param seconds wall-clock, evaluation included
 */
public record LearnResult(
    Outcome outcome,
    String task,
    long version,
    String folder,
    int slot,
    List<SlotReport> slots,
    List<String> classes,
    SplitCounts rows,
    Optional<String> splitCol,
    long truncatedRows,
    long replacedRows,
    AccuracyMatrix matrix,
    ServedParameters parameters,
    Optional<PromotionOutcome> promotion,
    double seconds) {

  /** What happened. */
  public enum Outcome {
    LEARNT,
    REPLACED,
    /** Learnt before from the same data with the same settings: nothing was done. */
    UNCHANGED
  }

  /**
   * @param slot number
   * @param load tasks it serves, the new one included
   * @param score transferability to the new task; empty when no slot had to be chosen
   */
  public record SlotReport(int slot, int load, OptionalDouble score) {}

  /**
   * @param served values of all adapters, heads and fusions
   * @param perTask values with one adapter a task
   */
  public record ServedParameters(long served, long perTask) {}

  /** Newest accuracy of every task learnt, by id; empty where the test rows are gone. */
  public SortedMap<String, OptionalDouble> accuracies() {
    SortedMap<String, OptionalDouble> accuracies = new TreeMap<>();
    for (int i = 0; i < matrix.size(); i++) {
      Double cell = matrix.cell(matrix.size() - 1, i);
      accuracies.put(
          matrix.tasks().get(i), cell == null ? OptionalDouble.empty() : OptionalDouble.of(cell));
    }
    return accuracies;
  }

  /** Newest accuracy on the task's own test rows. */
  public OptionalDouble accuracy() {
    return accuracies().getOrDefault(task, OptionalDouble.empty());
  }
}
