package io.engram.consolidation.transferability;

/**
 * A score that is first taken for each head of each slot and then read as one number a slot.
 *
 * @param method LEEP, or TransRate with one score a slot
 * @param reading how head scores become a slot's score
 * @param source takes the head scores, by a pass over the task's rows
 */
public record HeadScores(TransferabilityMethod method, SlotReading reading, Source source)
    implements TransferabilityScore {

  /** Port: takes the scores of all heads of all slots. */
  @FunctionalInterface
  public interface Source {
    /**
     * @return {@code [slots][heads of the slot]}
     */
    double[][] score(SlotQuestion question);
  }

  @Override
  public double[] scores(SlotQuestion question) {
    return reading.scores(source.score(question));
  }
}
