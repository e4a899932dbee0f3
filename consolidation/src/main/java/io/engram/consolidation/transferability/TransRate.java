package io.engram.consolidation.transferability;

import io.engram.consolidation.statistics.ClassMoments;
import io.engram.consolidation.statistics.PackedSymmetric;
import io.engram.consolidation.transferability.TransRateOptions.Centring;
import java.util.Arrays;

/**
 * TransRate (Huang et al. 2022, section 3): {@code R(Z, eps) - Σ_k (n_k / n) R(Z_k, eps)} with the
 * coding rate {@code R(Z, eps) = ½ ln det(I + ZᵀZ / (n eps))}, from the moments of each class.
 */
public final class TransRate {
  // Of the mean square of the features; what is less is the rounding of rows that are all alike.
  private static final double NO_SPREAD = 1e-12;

  private TransRate() {}

  /**
   * The score without label shuffles; higher is better, 0 of rows that are all alike.
   *
   * @param moments of the features of the new task's rows, one class each of its labels
   * @throws IllegalArgumentException if there is no row
   */
  public static double score(ClassMoments moments, TransRateOptions options) {
    long n = moments.rows();
    if (n == 0) {
      throw new IllegalArgumentException("TransRate of no rows");
    }
    ClassMoments pooled = moments.pooled();
    double[] mean = pooled.mean(0);
    double[] scatter = pooled.scatter(0, mean);
    int d = moments.dimensions();
    double trace = PackedSymmetric.trace(scatter, d);
    if (options.unitTrace() && !(trace > NO_SPREAD * (trace + n * square(mean)))) {
      return 0;
    }
    double factor = 1 / (options.epsilon() * (options.unitTrace() ? trace : 1));
    double score = rate(scatter, d, factor);
    for (int k = 0; k < moments.classes(); k++) {
      if (moments.count(k) > 0) {
        double[] centre = options.centring() == Centring.CLASS ? moments.mean(k) : mean;
        double share = (double) moments.count(k) / n;
        score -= share * rate(moments.scatter(k, centre), d, factor);
      }
    }
    return score;
  }

  private static double square(double[] vector) {
    return Arrays.stream(vector).map(value -> value * value).sum();
  }

  private static double rate(double[] scatter, int d, double factor) {
    return 0.5 * PackedSymmetric.logDetIdentityPlus(scatter, d, factor);
  }
}
