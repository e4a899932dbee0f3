package io.engram.consolidation.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What ridge regression of one-hot classes on features needs of the rows: rows and sum of the
 * features of each class, and {@code G = Σ h hᵀ} over all. Combinable as {@link ClassMoments} are.
 */
public final class RidgeSums implements Serializable {
  private static final long serialVersionUID = 2;

  private final PooledMoments moments;

  /** No rows yet. */
  public RidgeSums(int classes, int features) {
    this(new PooledMoments(classes, features));
  }

  /**
   * @param moments of the features
   */
  RidgeSums(PooledMoments moments) {
    this.moments = moments;
  }

  /**
   * Counts one row.
   *
   * @param label index of its class
   * @param h {@code [features]}
   * @throws IllegalArgumentException if the label or the length is out of range, or a value is not
   *     finite
   */
  public void add(int label, float[] h) {
    moments.add(label, h);
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public RidgeSums merge(RidgeSums other) {
    moments.merge(other.moments);
    return this;
  }

  /**
   * The classes of all, in their order.
   *
   * @param parts of the same features, at least one
   */
  public static RidgeSums union(List<RidgeSums> parts) {
    return new RidgeSums(PooledMoments.union(parts.stream().map(part -> part.moments).toList()));
  }

  /** The same rows' sums of the first features alone. */
  public RidgeSums first(int width) {
    return new RidgeSums(moments.first(width));
  }

  public int classes() {
    return moments.classes();
  }

  public int features() {
    return moments.dimensions();
  }

  /** Sum of the features of a class; not to be changed. */
  double[] sum(int label) {
    return moments.sum(label);
  }

  /** G, packed; not to be changed. */
  double[] gram() {
    return moments.second();
  }

  /** Rows of all classes. */
  public long rows() {
    return moments.rows();
  }

  /** Mean square of a feature; 1 where all are zero. */
  public double meanSquare() {
    double trace = PackedSymmetric.trace(gram(), features());
    return trace > 0 ? trace / rows() / features() : 1;
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
    Cholesky factored = Cholesky.of(gram(), features(), 1.0 / n, ridge);
    double[][] weights = new double[classes()][];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = factored.solve(Arrays.stream(sum(k)).map(sum -> sum / n).toArray());
    }
    return weights;
  }
}
