package io.engram.consolidation.task;

import java.io.Serializable;

/**
 * How the answer of a balanced task says whether a row of the whole table has a label.
 *
 * @param label what is asked
 * @param index of the class that stands for it
 * @param logOdds what is added to the log-odds of that class, for it is learnt as if half of the
 *     rows had the label, and so many do not (Saerens, Latinne and Decaestecker 2002)
 */
public record LabelQuestion(String label, int index, double logOdds) implements Serializable {

  /**
   * Of a head for which both classes count the same, however many rows they have: its losses weigh
   * them so, and discriminant analysis takes equal priors. (Ridge regression does not: its answers
   * are corrected too far where the rows of the task are not balanced.)
   *
   * @param share of the label in the whole table
   */
  public static LabelQuestion of(LabelShare share, int index) {
    return new LabelQuestion(share.label(), index, logit(share.share()));
  }

  /**
   * Probability of the label in the whole table, in [0, 1].
   *
   * @param balanced probability that the task gives, in [0, 1]
   */
  public double corrected(double balanced) {
    // odds' = odds * e^logOdds, without a division by zero at either end.
    double present = balanced * Math.exp(logOdds);
    return present / (present + 1 - balanced);
  }

  private static double logit(double share) {
    return Math.log(share / (1 - share));
  }
}
