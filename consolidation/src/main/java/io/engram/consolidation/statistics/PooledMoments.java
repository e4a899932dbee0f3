package io.engram.consolidation.statistics;

import static io.engram.consolidation.statistics.ClassSums.addInto;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Count and sum of the rows of each class, and one second moment {@code Σ z zᵀ} over all of them,
 * in float64. Combinable as {@link ClassMoments} are, of a size that hardly grows with the classes.
 */
public final class PooledMoments implements Serializable {
  private static final long serialVersionUID = 2;

  private final ClassSums sums;
  private final double[] second;

  /** No rows yet. */
  public PooledMoments(int classes, int dimensions) {
    this(ClassSums.none(classes, dimensions), new double[PackedSymmetric.length(dimensions)]);
  }

  /**
   * Takes over the arrays.
   *
   * @param second packed
   */
  PooledMoments(ClassSums sums, double[] second) {
    this.sums = sums;
    this.second = second;
  }

  /**
   * The moments that have a given {@link #withinClassScatter()}; takes over the arrays.
   *
   * @param scatter packed
   */
  static PooledMoments ofScatter(ClassSums sums, double[] scatter) {
    PooledMoments moments = new PooledMoments(sums, scatter);
    moments.addMeans(scatter, 1);
    return moments;
  }

  /**
   * Counts one row.
   *
   * @param label index of its class
   * @param z {@code [dimensions]}
   * @throws IllegalArgumentException if the label or the length is out of range, or a value is not
   *     finite
   */
  public void add(int label, double[] z) {
    sums.add(label, z);
    PackedSymmetric.addOuter(second, z, 1);
  }

  /** Counts one row of float32 features, {@code [dimensions]}. */
  public void add(int label, float[] z) {
    add(label, ClassStatistics.widen(z, 0, z.length));
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public PooledMoments merge(PooledMoments other) {
    sums.merge(other.sums);
    addInto(second, other.second);
    return this;
  }

  /**
   * The classes of all, in their order.
   *
   * @param parts of the same dimensions, at least one
   */
  static PooledMoments union(List<PooledMoments> parts) {
    double[] second = new double[parts.get(0).second.length];
    parts.forEach(part -> addInto(second, part.second));
    return new PooledMoments(
        ClassSums.union(parts.stream().map(part -> part.sums).toList()), second);
  }

  /** The same rows without their last dimensions: what is left of the second moment leads it. */
  PooledMoments first(int width) {
    return new PooledMoments(
        sums.first(width), Arrays.copyOf(second, PackedSymmetric.length(width)));
  }

  public int classes() {
    return sums.classes();
  }

  public int dimensions() {
    return sums.dimensions();
  }

  /** Rows of all classes. */
  public long rows() {
    return sums.rows();
  }

  public long count(int label) {
    return sums.count(label);
  }

  /** Σ z of one class, {@code [dimensions]}; not to be changed. */
  double[] sum(int label) {
    return sums.sum(label);
  }

  /** Σ z zᵀ of all rows, packed; not to be changed. */
  double[] second() {
    return second;
  }

  /** Mean row of one class, {@code [dimensions]}; zeros when it has no row. */
  public double[] mean(int label) {
    return sums.mean(label);
  }

  /** {@code Σ (z - μ)(z - μ)ᵀ} over all rows, with μ the mean of the row's class; packed. */
  double[] withinClassScatter() {
    double[] scatter = second.clone();
    addMeans(scatter, -1);
    return scatter;
  }

  /**
   * Covariance within the classes, pooled over them by rows, as a packed lower triangle.
   *
   * @throws IllegalStateException if there is no row
   */
  public double[] withinClassCovariance() {
    long rows = rows();
    if (rows == 0) {
      throw new IllegalStateException("no class has a row");
    }
    double[] within = withinClassScatter();
    for (int i = 0; i < within.length; i++) {
      within[i] /= rows;
    }
    return within;
  }

  private void addMeans(double[] packed, int sign) {
    for (int k = 0; k < classes(); k++) {
      PackedSymmetric.addOuter(packed, mean(k), (double) sign * count(k));
    }
  }

  @Override
  public String toString() {
    return sums.toString();
  }
}
