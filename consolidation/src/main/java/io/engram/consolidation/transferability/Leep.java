package io.engram.consolidation.transferability;

import java.util.Arrays;

/**
 * LEEP of rows that are at hand in one place; the two passes are {@link LeepCounts}, {@link
 * LeepSum}.
 */
public final class Leep {
  private Leep() {}

  /**
   * @param theta class probabilities of the source head, {@code [rows, sourceClasses]}
   * @param labels index of the new task's class of each row
   * @param classes classes of the new task
   * @return the mean log likelihood, at most 0; higher is better
   */
  public static double score(double[][] theta, int[] labels, int classes) {
    LeepCounts counts = new LeepCounts(classes, theta[0].length);
    for (int i = 0; i < theta.length; i++) {
      counts.add(labels[i], theta[i]);
    }
    LeepSum sum = new LeepSum(counts.conditional());
    for (int i = 0; i < theta.length; i++) {
      sum.add(labels[i], theta[i]);
    }
    return sum.score();
  }

  /**
   * The share of what a head could tell about the new labels that it does tell: {@code (LEEP +
   * H(Y)) / min(H(Y), ln C)} with C source classes. LEEP itself grows with C, whatever the classes
   * are, so a slot whose heads have few would never be chosen; the share puts heads of any size on
   * one scale.
   *
   * @param leep score of the head, at most 0
   * @param labelCounts rows of each new class
   * @param sourceClasses C, at least 2
   * @return 0 for a head that tells nothing, 1 for one that tells all it could
   */
  public static double share(double leep, long[] labelCounts, int sourceClasses) {
    double rows = Arrays.stream(labelCounts).sum();
    double entropy = 0;
    for (long count : labelCounts) {
      if (count > 0) {
        entropy -= count / rows * Math.log(count / rows);
      }
    }
    return entropy == 0 ? 0 : (leep + entropy) / Math.min(entropy, Math.log(sourceClasses));
  }

  /** Softmax of one head's logits in float64, {@code [sourceClasses]}. */
  public static double[] probabilities(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double[] theta = new double[logits.length];
    double sum = 0;
    for (int z = 0; z < theta.length; z++) {
      theta[z] = Math.exp(logits[z] - max);
      sum += theta[z];
    }
    for (int z = 0; z < theta.length; z++) {
      theta[z] /= sum;
    }
    return theta;
  }
}
