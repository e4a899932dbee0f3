package io.engram.consolidation.transferability;

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
