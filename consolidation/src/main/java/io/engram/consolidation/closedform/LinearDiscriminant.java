package io.engram.consolidation.closedform;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.consolidation.statistics.Cholesky;
import java.util.Optional;

/**
 * Normal classes with one covariance (Fisher 1936), shrunk towards a multiple of the identity:
 * {@code Σ = (1 - s) S + s (tr S / d) I} with S the covariance within the classes. A class's logit
 * is {@code -½ (z - μ)ᵀ Σ⁻¹ (z - μ) + ln prior} up to a part that all share: linear in z. With s =
 * 1 and equal priors it is the nearest class mean.
 */
public final class LinearDiscriminant {
  /** Shrinkage that is used where no rows can tell. */
  public static final double DEFAULT_SHRINKAGE = .02;

  private LinearDiscriminant() {}

  /**
   * @param labels of the classes, in their order
   * @param shrinkage in (0, 1]
   * @param equalPriors whether classes are taken to be equally likely, and not as frequent as their
   *     rows
   * @return a head whose logits have mean zero
   */
  public static Head head(
      LabelSpace labels, ClassGaussians classes, double shrinkage, boolean equalPriors) {
    double[] centre = classes.centre();
    Cholesky covariance = shrunk(classes, shrinkage);
    double[][] weights = new double[classes.classes()][];
    double[] bias = new double[weights.length];
    for (int k = 0; k < weights.length; k++) {
      if (classes.counts()[k] == 0) {
        throw new IllegalArgumentException(
            "class '" + labels.name(k) + "' has no training row, so it has no mean");
      }
      double[] mean = classes.means()[k].clone();
      for (int i = 0; i < mean.length; i++) {
        mean[i] -= centre[i];
      }
      weights[k] = covariance.solve(mean);
      double prior = equalPriors ? 0 : Math.log((double) classes.counts()[k] / classes.rows());
      bias[k] = prior - dot(weights[k], mean) / 2 - dot(weights[k], centre);
    }
    return LinearHeads.centred(labels, Optional.empty(), weights, bias);
  }

  /**
   * The shrunk covariance, factored.
   *
   * @param shrinkage in (0, 1]
   */
  public static Cholesky shrunk(ClassGaussians classes, double shrinkage) {
    if (!(shrinkage > 0 && shrinkage <= 1)) {
      throw new IllegalArgumentException("shrinkage must be in (0, 1], got " + shrinkage);
    }
    double variance = classes.variance();
    int size = classes.dimensions();
    // Classes of one row each, or of equal rows, have no spread: any will do.
    return variance > 0
        ? Cholesky.of(classes.covariance(), size, 1 - shrinkage, shrinkage * variance)
        : Cholesky.of(classes.covariance(), size, 0, 1);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
