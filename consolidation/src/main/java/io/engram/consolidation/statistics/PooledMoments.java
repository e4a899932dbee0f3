package io.engram.consolidation.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Count and sum of the rows of each class, and one second moment {@code Σ z zᵀ} over all of them,
 * in float64. Combinable as {@link ClassMoments} are, of a size that hardly grows with the classes.
 */
public final class PooledMoments implements Serializable {
  private static final long serialVersionUID = 1;

  private final int dimensions;
  private final long[] counts;
  private final double[][] sums;
  private final double[] second;

  /** No rows yet. */
  public PooledMoments(int classes, int dimensions) {
    this(
        dimensions,
        new long[classes],
        new double[classes][dimensions],
        new double[PackedSymmetric.length(dimensions)]);
    if (classes < 1 || dimensions < 1) {
      throw new IllegalArgumentException(
          "moments need at least one class and one dimension, got " + classes + ", " + dimensions);
    }
  }

  /**
   * Takes over the arrays.
   *
   * @param counts rows of each class
   * @param sums {@code [classes][dimensions]}
   * @param second packed
   */
  PooledMoments(int dimensions, long[] counts, double[][] sums, double[] second) {
    this.dimensions = dimensions;
    this.counts = counts;
    this.sums = sums;
    this.second = second;
  }

  /**
   * The moments that have a given {@link #withinClassScatter()}; takes over the arrays.
   *
   * @param counts rows of each class
   * @param sums {@code [classes][dimensions]}
   * @param scatter packed
   */
  static PooledMoments ofScatter(int dimensions, long[] counts, double[][] sums, double[] scatter) {
    PooledMoments moments = new PooledMoments(dimensions, counts, sums, scatter);
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
    checkLabel(label);
    if (z.length != dimensions) {
      throw new IllegalArgumentException(
          "row has " + z.length + " features, expected " + dimensions);
    }
    for (int i = 0; i < dimensions; i++) {
      if (!Double.isFinite(z[i])) {
        throw new IllegalArgumentException("feature " + i + " of a row is " + z[i]);
      }
    }
    addInto(sums[label], z);
    counts[label]++;
    PackedSymmetric.addOuter(second, z, 1);
  }

  /** Counts one row of float32 features, {@code [dimensions]}. */
  public void add(int label, float[] z) {
    add(label, ClassStatistics.widen(z, 0, z.length));
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public PooledMoments merge(PooledMoments other) {
    if (other.dimensions != dimensions || other.classes() != classes()) {
      throw new IllegalArgumentException(
          "cannot merge moments of " + other + " into moments of " + this);
    }
    for (int k = 0; k < counts.length; k++) {
      counts[k] += other.counts[k];
      addInto(sums[k], other.sums[k]);
    }
    addInto(second, other.second);
    return this;
  }

  /**
   * The classes of all, in their order.
   *
   * @param parts of the same dimensions, at least one
   */
  static PooledMoments union(List<PooledMoments> parts) {
    int dimensions = parts.get(0).dimensions;
    double[] second = new double[PackedSymmetric.length(dimensions)];
    parts.forEach(part -> addInto(second, part.second));
    return new PooledMoments(
        dimensions,
        parts.stream().flatMapToLong(part -> Arrays.stream(part.counts)).toArray(),
        parts.stream().flatMap(part -> Arrays.stream(part.sums)).toArray(double[][]::new),
        second);
  }

  /** The same rows without their last dimensions: what is left of the second moment leads it. */
  PooledMoments first(int width) {
    return new PooledMoments(
        width,
        counts.clone(),
        Arrays.stream(sums).map(sum -> Arrays.copyOf(sum, width)).toArray(double[][]::new),
        Arrays.copyOf(second, PackedSymmetric.length(width)));
  }

  public int classes() {
    return counts.length;
  }

  public int dimensions() {
    return dimensions;
  }

  /** Rows of all classes. */
  public long rows() {
    return Arrays.stream(counts).sum();
  }

  public long count(int label) {
    checkLabel(label);
    return counts[label];
  }

  /** Σ z of one class, {@code [dimensions]}; not to be changed. */
  double[] sum(int label) {
    checkLabel(label);
    return sums[label];
  }

  /** Σ z zᵀ of all rows, packed; not to be changed. */
  double[] second() {
    return second;
  }

  /** Mean row of one class, {@code [dimensions]}; zeros when it has no row. */
  public double[] mean(int label) {
    double n = Math.max(1, count(label));
    return Arrays.stream(sums[label]).map(sum -> sum / n).toArray();
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
    for (int k = 0; k < counts.length; k++) {
      PackedSymmetric.addOuter(packed, mean(k), (double) sign * counts[k]);
    }
  }

  private void checkLabel(int label) {
    if (label < 0 || label >= counts.length) {
      throw new IllegalArgumentException(
          "label " + label + " is not one of " + counts.length + " classes");
    }
  }

  @Override
  public String toString() {
    return classes() + " classes x " + dimensions + " dimensions";
  }

  private static void addInto(double[] into, double[] from) {
    for (int i = 0; i < into.length; i++) {
      into[i] += from[i];
    }
  }
}
