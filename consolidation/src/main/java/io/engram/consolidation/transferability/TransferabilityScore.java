package io.engram.consolidation.transferability;

/**
 * Port: how well each slot fits a new task. Guarantees of every implementation:
 *
 * <ol>
 *   <li>one finite score a slot, in the order of the slots; higher is better
 *   <li>the same question and the same rows give the same scores, whatever the order or the
 *       partitioning of the rows (up to the rounding of sums)
 *   <li>nothing is changed: neither pool nor rows
 * </ol>
 */
public interface TransferabilityScore {

  /** Which method this is. */
  TransferabilityMethod method();

  /**
   * @return {@code [slots]}
   */
  double[] scores(SlotQuestion question);
}
