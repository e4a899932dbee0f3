package io.engram.consolidation.transferability;

import io.engram.consolidation.task.StableHash;

/** The controls every score has to beat; neither reads a row. */
public enum ControlScore implements TransferabilityScore {
  /** Every slot is equally likely; decided by run seed and task alone. */
  RANDOM(TransferabilityMethod.RANDOM) {
    @Override
    public double[] scores(SlotQuestion question) {
      double[] scores = new double[question.slots()];
      for (int slot = 0; slot < scores.length; slot++) {
        scores[slot] = StableHash.unit(question.task() + '#' + slot, question.runSeed());
      }
      return scores;
    }
  },
  /** The slot that serves the fewest tasks. */
  LEAST_LOADED(TransferabilityMethod.LEAST_LOADED) {
    @Override
    public double[] scores(SlotQuestion question) {
      int[] loads = question.loads();
      double[] scores = new double[loads.length];
      for (int slot = 0; slot < scores.length; slot++) {
        scores[slot] = -loads[slot];
      }
      return scores;
    }
  };

  private final TransferabilityMethod method;

  ControlScore(TransferabilityMethod method) {
    this.method = method;
  }

  @Override
  public TransferabilityMethod method() {
    return method;
  }
}
