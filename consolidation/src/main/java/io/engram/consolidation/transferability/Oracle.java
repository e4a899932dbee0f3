package io.engram.consolidation.transferability;

import io.engram.consolidation.task.SettingRefusedException;
import java.util.function.IntToDoubleFunction;

/**
 * The control that every score is measured by: the task is consolidated into each slot, and the one
 * in which it does best on its validation rows is kept. K times the work. What the other tasks of
 * that slot lose is not in it: their validation rows are gone by then.
 */
public final class Oracle {
  private final IntToDoubleFunction accuracy;

  /**
   * @param accuracy of the new task on its validation rows when it is consolidated into a slot; NaN
   *     without such rows
   */
  public Oracle(IntToDoubleFunction accuracy) {
    this.accuracy = accuracy;
  }

  /**
   * @param loads tasks of each slot
   * @throws SettingRefusedException when there are no validation rows
   */
  public SlotChoice choose(int[] loads) {
    double[] scores = new double[loads.length];
    int best = 0;
    for (int slot = 0; slot < scores.length; slot++) {
      scores[slot] = accuracy.applyAsDouble(slot);
      if (Double.isNaN(scores[slot])) {
        throw new SettingRefusedException(
            "transferability oracle compares slots on validation rows, and the task has none: mark"
                + " some in its split column, or choose another score");
      }
      boolean better =
          scores[slot] > scores[best]
              || (scores[slot] == scores[best] && loads[slot] < loads[best]);
      best = better ? slot : best;
    }
    return new SlotChoice(best, scores, loads, TransferabilityMethod.ORACLE.shortName());
  }
}
