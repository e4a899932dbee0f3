package io.engram.jobs.watch;

import io.engram.consolidation.gate.GateRules;
import io.engram.jobs.JobException;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.LearnRequest;
import io.engram.jobs.service.LearnSettings;
import io.engram.jobs.service.RunId;
import java.time.Duration;

/**
 * A lake to watch and what to do with what arrives.
 *
 * @param lake tasks arrive below {@code LAKE/tasks}
 * @param model folder of the model; made by the first task
 * @param table how a task's files are read where its manifest says nothing else, and the table of
 *     inputs to distil on besides; its address does not count
 * @param settings how tasks are learnt
 * @param moreRows what happens when files come to a task that was learnt
 * @param quiet without a manifest or {@code _SUCCESS}, a task is complete after so long without a
 *     change
 * @param sideBySide waiting tasks that are trained at once; 1 or more
 * @param gate what a version has to reach to become production
 * @param run of the program; every learning that it begins belongs to it
 */
public record WatchRequest(
    String lake,
    String model,
    InputSpec table,
    LearnSettings settings,
    MoreRows moreRows,
    Duration quiet,
    int sideBySide,
    GateRules gate,
    RunId run) {

  /** What happens when files come to a task that was learnt. */
  public enum MoreRows {
    /** It is learnt again, from all its rows; content decides whether anything is new. */
    REPLACE,
    /** They are not taken, and the table of tasks says so. */
    REFUSE
  }

  /** One of its tasks. */
  LearnRequest learning(String task, InputSpec input) {
    return new LearnRequest(
        model, task, input, table, settings, moreRows == MoreRows.REPLACE, gate, run);
  }

  /**
   * Refuses what cannot be meant for any task.
   *
   * @throws JobException with one line a problem
   */
  void check() {
    if (sideBySide < 1) {
      throw JobException.usage("--side-by-side must be 1 or more, got " + sideBySide);
    }
    learning("any", table).check();
  }
}
