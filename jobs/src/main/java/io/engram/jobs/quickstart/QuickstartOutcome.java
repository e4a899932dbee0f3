package io.engram.jobs.quickstart;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.jobs.service.LearnResult;
import io.engram.jobs.service.ModelCatalog;
import java.util.List;

/**
 * What the quickstart found.
 *
 * @param lake folder of everything
 * @param model folder of the model
 * @param learnt one result a task, in order; never empty
 * @param versions one version a task, as the model's log has them
 * @param mixed the table in which the rows of all tasks are mixed
 * @param seconds wall-clock of the whole run
 */
public record QuickstartOutcome(
    String lake,
    String model,
    List<LearnResult> learnt,
    List<ModelCatalog.Version> versions,
    MixedTable mixed,
    double seconds) {

  public QuickstartOutcome {
    learnt = List.copyOf(learnt);
    versions = List.copyOf(versions);
  }

  /** Accuracy of every task after every task. */
  public AccuracyMatrix matrix() {
    return last().matrix();
  }

  /** The last version published. */
  public LearnResult last() {
    return learnt.get(learnt.size() - 1);
  }

  /**
   * @param rows rows scored
   * @param correct of these, predicted right
   * @param seconds wall-clock of scoring and writing
   * @param output where the scored table is
   */
  public record MixedTable(long rows, long correct, double seconds, String output) {}
}
