package io.engram.consolidation.strategy;

/**
 * What a strategy asks for.
 *
 * @param taskIdAtPrediction whether a row can be predicted only when its task is known
 * @param hiddenStates whether training needs hidden states of every token, not only pooled features
 * @param oldRows what is kept of the rows of earlier tasks
 */
public record StrategyNeeds(boolean taskIdAtPrediction, boolean hiddenStates, OldRows oldRows) {

  /** Rows of earlier tasks. */
  public enum OldRows {
    /** None is needed. */
    NONE,
    /** A bounded sample of inputs, without their classes. */
    INPUTS,
    /** A bounded sample with their classes. */
    LABELLED,
    /** All of them, with their classes. */
    ALL_LABELLED;

    /** Whether classes are kept. */
    public boolean labelled() {
      return this == LABELLED || this == ALL_LABELLED;
    }

    /**
     * Rows that are kept at most.
     *
     * @param asked what the settings say
     */
    public int capacity(int asked) {
      return this == ALL_LABELLED ? MOST : asked;
    }

    /** They pass through one JVM: a bound that a table of texts reaches before memory does. */
    private static final int MOST = 200_000;
  }
}
