package io.engram.consolidation.task;

import java.io.Serializable;

/**
 * How the answer of a balanced task says whether a row of the whole table has a label.
 *
 * @param label what is asked
 * @param index of the class that stands for it
 * @param logOdds what is added to the log-odds of that class, for the share among the rows it was
 *     learnt from is not that of the table (Saerens, Latinne and Decaestecker 2002)
 */
public record LabelQuestion(String label, int index, double logOdds) implements Serializable {

  /**
   * @param share of the label in the whole table
   * @param trained share of it among the training rows; both inside (0, 1)
   */
  public static LabelQuestion of(LabelShare share, int index, double trained) {
    return new LabelQuestion(share.label(), index, logit(share.share()) - logit(trained));
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
