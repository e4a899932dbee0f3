package io.engram.consolidation.transferability;

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
   * Asks for the scores and takes the best slot; of equal ones the less loaded, then the first.
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
    int best = 0;
    for (int slot = 0; slot < scores.length; slot++) {
      if (!Double.isFinite(scores[slot])) {
        throw new IllegalStateException(method + " scores slot " + slot + " with " + scores[slot]);
      }
      boolean better = scores[slot] > scores[best];
      boolean tie = scores[slot] == scores[best] && loads[slot] < loads[best];
      if (better || tie) {
        best = slot;
      }
    }
    return new SlotChoice(best, scores, loads, method);
  }
}
