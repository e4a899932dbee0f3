package io.engram.consolidation.transferability;

import java.util.Arrays;

/**
 * Which slot takes a task, and why.
 *
 * @param slot index of the chosen slot
 * @param scores score of every slot, higher is better
 * @param loads tasks each slot served before this one
 * @param method short name of the method
 */
public record SlotChoice(int slot, double[] scores, int[] loads, String method) {

  /**
   * A slot takes at most so many times its fair share of the tasks. However a score is read, a
   * general slot may look best to every task; an adapter that serves them all forgets, while others
   * stand idle.
   */
  public static final double LARGEST_SHARE = 1.5;

  /**
   * Asks for the scores and takes the best slot that has room; of equal ones the less loaded, then
   * the first. The controls know no bound: they choose as their names say.
   *
   * @throws IllegalStateException if the score breaks its promise of one finite number a slot
   */
  public static SlotChoice choose(TransferabilityScore score, SlotQuestion question) {
    double[] scores = score.scores(question);
    int[] loads = question.loads();
    String method = score.method().shortName();
    if (scores.length != loads.length) {
      throw new IllegalStateException(
          method + " gave " + scores.length + " scores for " + loads.length + " slots");
    }
    int room = score.method().readsRows() ? room(loads) : Integer.MAX_VALUE;
    int best = -1;
    for (int slot = 0; slot < scores.length; slot++) {
      if (!Double.isFinite(scores[slot])) {
        throw new IllegalStateException(method + " scores slot " + slot + " with " + scores[slot]);
      }
      if (loads[slot] < room && (best < 0 || isBetter(scores, loads, slot, best))) {
        best = slot;
      }
    }
    return new SlotChoice(best, scores, loads, method);
  }

  private static boolean isBetter(double[] scores, int[] loads, int slot, int best) {
    return scores[slot] > scores[best]
        || (scores[slot] == scores[best] && loads[slot] < loads[best]);
  }

  // Tasks a slot may serve, the new one included: some slot always has room, for all of it together
  // is at least one more than the tasks there are.
  private static int room(int[] loads) {
    int tasks = Arrays.stream(loads).sum() + 1;
    return (int) Math.ceil(LARGEST_SHARE * tasks / loads.length);
  }
}
