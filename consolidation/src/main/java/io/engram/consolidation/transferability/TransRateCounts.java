package io.engram.consolidation.transferability;

import io.engram.consolidation.statistics.ClassMoments;
import java.io.Serializable;

/**
 * The one pass of TransRate over a task's rows: the moments under the true labels and under a few
 * shuffles of them. Combinable.
 */
public final class TransRateCounts implements Serializable {
  private static final long serialVersionUID = 1;

  private final ClassMoments truth;
  private final ClassMoments[] shuffled;

  /**
   * @param classes classes of the new task
   * @param dimensions features after projection
   * @param shuffles label shuffles
   */
  public TransRateCounts(int classes, int dimensions, int shuffles) {
    truth = new ClassMoments(classes, dimensions);
    shuffled = new ClassMoments[shuffles];
    for (int s = 0; s < shuffles; s++) {
      shuffled[s] = new ClassMoments(classes, dimensions);
    }
  }

  /**
   * Counts one row.
   *
   * @param rowKey decides its shuffled labels
   * @param label index of its class
   * @param z projected features, {@code [dimensions]}
   */
  public void add(String rowKey, int label, double[] z, ShuffledLabels shuffles) {
    truth.add(label, z);
    for (int s = 0; s < shuffled.length; s++) {
      shuffled[s].add(shuffles.label(rowKey, s), z);
    }
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public TransRateCounts merge(TransRateCounts other) {
    if (other.shuffled.length != shuffled.length) {
      throw new IllegalArgumentException(
          "cannot merge " + other.shuffled.length + " shuffles into " + shuffled.length);
    }
    truth.merge(other.truth);
    for (int s = 0; s < shuffled.length; s++) {
      shuffled[s].merge(other.shuffled[s]);
    }
    return this;
  }

  /** TransRate of the true labels less the mean over the shuffles. */
  public double score(TransRateOptions options) {
    double score = TransRate.score(truth, options);
    double chance = 0;
    for (ClassMoments moments : shuffled) {
      chance += TransRate.score(moments, options);
    }
    return shuffled.length == 0 ? score : score - chance / shuffled.length;
  }
}
