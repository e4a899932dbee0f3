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

  // Variances relative to the mean square of the features. Sums in float64 leave less than the
  // first of classes without spread; of statistics in float32 the second is about what is lost.
  private static final double NO_SPREAD = 1e-12;
  private static final double LEAST_RIDGE = 1e-6;
  private static final double RIDGE_STEP = 10;

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
   * The shrunk covariance, factored. Where the classes are so tight against the size of the
   * features that rounding left no covariance, a ridge of a millionth of the features' mean square
   * or more comes on top.
   *
   * @param shrinkage in (0, 1]
   */
  public static Cholesky shrunk(ClassGaussians classes, double shrinkage) {
    if (!(shrinkage > 0 && shrinkage <= 1)) {
      throw new IllegalArgumentException("shrinkage must be in (0, 1], got " + shrinkage);
    }
    double variance = classes.variance();
    double square = classes.meanSquare();
    // Classes of one row each, or of equal rows, have no spread: any will do.
    if (!(variance > NO_SPREAD * square)) {
      return Cholesky.of(classes.covariance(), classes.dimensions(), 0, 1);
    }
    try {
      return ridged(classes, shrinkage, shrinkage * variance);
    } catch (ArithmeticException roundingAlone) {
      double ridge = LEAST_RIDGE;
      while (ridge < 1) {
        try {
          return ridged(classes, shrinkage, shrinkage * variance + ridge * square);
        } catch (ArithmeticException tooLittle) {
          ridge *= RIDGE_STEP;
        }
      }
      throw roundingAlone;
    }
  }

  private static Cholesky ridged(ClassGaussians classes, double shrinkage, double ridge) {
    return Cholesky.of(classes.covariance(), classes.dimensions(), 1 - shrinkage, ridge);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
