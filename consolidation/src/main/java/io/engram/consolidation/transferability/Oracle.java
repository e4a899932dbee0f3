package io.engram.consolidation.transferability;

import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.TaskManifest;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The control that every score is measured by: the task is consolidated into each slot, and the one
 * in which it does best on its validation rows is kept. K times the work. What the other tasks of
 * that slot lose is not in it: their validation rows are gone by then.
 */
public final class Oracle {
  private final IntToDoubleFunction accuracy;

  /**
   * @param accuracy of the new task on its validation rows when it is consolidated into a slot
   */
  public Oracle(IntToDoubleFunction accuracy) {
    this.accuracy = accuracy;
  }

  /**
   * Refuses a task that the oracle cannot choose for; asked before anything is trained.
   *
   * @throws DataRefusedException when the task has no validation rows
   */
  public static void requireRows(TaskManifest task) {
    if (task.rows().validation() > 0) {
      return;
    }
    throw new DataRefusedException(
        task.id().value(),
        task.source().uri(),
        List.of(
            new DataProblem(
                "no-validation-rows",
                task.columns().split(),
                null,
                List.of(),
                0,
                "transferability oracle compares slots on validation rows, and there are none",
                "Mark some in a split column, or choose another score (--transferability leep;"
                    + " in code: setTransferability)")));
  }

  /**
   * @param loads tasks of each slot
   */
  public SlotChoice choose(int[] loads) {
    double[] scores = new double[loads.length];
    int best = 0;
    for (int slot = 0; slot < scores.length; slot++) {
      scores[slot] = accuracy.applyAsDouble(slot);
      boolean better =
          scores[slot] > scores[best]
              || (scores[slot] == scores[best] && loads[slot] < loads[best]);
      best = better ? slot : best;
    }
    return new SlotChoice(best, scores, loads, TransferabilityMethod.ORACLE.shortName());
  }
}
