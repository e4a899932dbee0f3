package io.engram.consolidation.closedform;

import io.engram.consolidation.statistics.PackedSymmetric;
import io.engram.consolidation.statistics.PooledMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Normal classes with one covariance.
 *
 * @param means {@code [classes][dimensions]}
 * @param counts training rows of each class, at least one
 * @param covariance within the classes, pooled over them by rows, as a packed lower triangle
 */
public record ClassGaussians(double[][] means, long[] counts, double[] covariance) {

  public static ClassGaussians of(PooledMoments moments) {
    double[][] means = new double[moments.classes()][];
    long[] counts = new long[means.length];
    for (int k = 0; k < means.length; k++) {
      means[k] = moments.mean(k);
      counts[k] = moments.count(k);
    }
    return new ClassGaussians(means, counts, moments.withinClassCovariance());
  }

  /** The classes of all, in their order, with one covariance over them. */
  public static ClassGaussians union(List<ClassGaussians> parts) {
    List<double[]> means = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    double[] covariance = new double[parts.get(0).covariance.length];
    double rows = parts.stream().mapToDouble(ClassGaussians::rows).sum();
    for (ClassGaussians part : parts) {
      for (int k = 0; k < part.counts.length; k++) {
        means.add(part.means[k]);
        counts.add(part.counts[k]);
      }
      for (int i = 0; i < covariance.length; i++) {
        covariance[i] += part.covariance[i] * (part.rows() / rows);
      }
    }
    return new ClassGaussians(
        means.toArray(double[][]::new),
        counts.stream().mapToLong(Long::longValue).toArray(),
        covariance);
  }

  public int classes() {
    return counts.length;
  }

  public int dimensions() {
    return means[0].length;
  }

  /** Rows of all classes. */
  public long rows() {
    long rows = 0;
    for (long count : counts) {
      rows += count;
    }
    return rows;
  }

  /** Mean of all rows, {@code [dimensions]}. */
  public double[] centre() {
    double[] centre = new double[dimensions()];
    double rows = rows();
    for (int k = 0; k < counts.length; k++) {
      double share = counts[k] / rows;
      for (int i = 0; i < centre.length; i++) {
        centre[i] += means[k][i] * share;
      }
    }
    return centre;
  }

  /** Mean square of a feature over all rows. */
  double meanSquare() {
    double ofMeans = 0;
    for (int k = 0; k < counts.length; k++) {
      double share = (double) counts[k] / rows();
      ofMeans += share * Arrays.stream(means[k]).map(mean -> mean * mean).sum();
    }
    return variance() + ofMeans / dimensions();
  }

  /** Mean variance of a dimension. */
  public double variance() {
    return PackedSymmetric.trace(covariance, dimensions()) / dimensions();
  }
}
