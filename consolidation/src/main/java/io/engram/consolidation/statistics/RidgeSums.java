package io.engram.consolidation.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What ridge regression of one-hot classes on features needs of the rows, in float64: rows and sum
 * of the features of each class, and {@code G = Σ h hᵀ} over all. Combinable as {@link
 * ClassMoments} are.
 */
public final class RidgeSums implements Serializable {
  private static final long serialVersionUID = 1;

  private final int features;
  private final long[] counts;
  private final double[][] sums;
  private final double[] gram;

  /** No rows yet. */
  public RidgeSums(int classes, int features) {
    this(
        features,
        new long[classes],
        new double[classes][features],
        new double[PackedSymmetric.length(features)]);
  }

  /**
   * @param counts rows of each class
   * @param sums {@code [classes][features]}
   * @param gram packed
   */
  RidgeSums(int features, long[] counts, double[][] sums, double[] gram) {
    this.features = features;
    this.counts = counts;
    this.sums = sums;
    this.gram = gram;
  }

  /**
   * Counts one row.
   *
   * @param label index of its class
   * @param h {@code [features]}
   */
  public void add(int label, float[] h) {
    if (h.length != features) {
      throw new IllegalArgumentException("row has " + h.length + " features, expected " + features);
    }
    double[] wide = new double[features];
    for (int i = 0; i < features; i++) {
      wide[i] = h[i];
      sums[label][i] += h[i];
    }
    counts[label]++;
    PackedSymmetric.addOuter(gram, wide, 1);
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public RidgeSums merge(RidgeSums other) {
    if (other.features != features || other.counts.length != counts.length) {
      throw new IllegalArgumentException(
          "cannot merge sums of "
              + other.counts.length
              + " classes and "
              + other.features
              + " features into sums of "
              + counts.length
              + " and "
              + features);
    }
    for (int k = 0; k < counts.length; k++) {
      counts[k] += other.counts[k];
      addInto(sums[k], other.sums[k]);
    }
    addInto(gram, other.gram);
    return this;
  }

  /**
   * The classes of all, in their order.
   *
   * @param parts of the same features, at least one
   */
  public static RidgeSums union(List<RidgeSums> parts) {
    int features = parts.get(0).features;
    double[] gram = new double[PackedSymmetric.length(features)];
    parts.forEach(part -> addInto(gram, part.gram));
    return new RidgeSums(
        features,
        parts.stream().flatMapToLong(part -> Arrays.stream(part.counts)).toArray(),
        parts.stream().flatMap(part -> Arrays.stream(part.sums)).toArray(double[][]::new),
        gram);
  }

  /** The same rows' sums of the first features alone: the leading block of G is a prefix of it. */
  public RidgeSums first(int width) {
    return new RidgeSums(
        width,
        counts.clone(),
        Arrays.stream(sums).map(sum -> Arrays.copyOf(sum, width)).toArray(double[][]::new),
        Arrays.copyOf(gram, PackedSymmetric.length(width)));
  }

  public int classes() {
    return counts.length;
  }

  public int features() {
    return features;
  }

  /** Sum of the features of a class; not to be changed. */
  double[] sum(int label) {
    return sums[label];
  }

  /** G, packed; not to be changed. */
  double[] gram() {
    return gram;
  }

  /** Rows of all classes. */
  public long rows() {
    return Arrays.stream(counts).sum();
  }

  /** Mean square of a feature; 1 where all are zero. */
  public double meanSquare() {
    double trace = PackedSymmetric.trace(gram, features);
    return trace > 0 ? trace / rows() / features : 1;
  }

  /**
   * Weights {@code (G / n + ridge I)⁻¹ C / n}, where column k of C is the sum of class k.
   *
   * @param ridge greater than 0
   * @return {@code [classes][features]}
   * @throws IllegalStateException if there is no row
   */
  public double[][] solve(double ridge) {
    long n = rows();
    if (n == 0) {
      throw new IllegalStateException("no class has a row");
    }
    Cholesky factored = Cholesky.of(gram, features, 1.0 / n, ridge);
    double[][] weights = new double[counts.length][];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = factored.solve(Arrays.stream(sums[k]).map(sum -> sum / n).toArray());
    }
    return weights;
  }

  private static void addInto(double[] into, double[] from) {
    for (int i = 0; i < into.length; i++) {
      into[i] += from[i];
    }
  }
}
