package io.engram.consolidation.statistics;

import java.io.Serializable;

/**
 * Count, sum and second moment of the rows of each class, in float64. Combinable: parts counted in
 * different places and merged in any order give the same moments up to rounding.
 */
public final class ClassMoments implements Serializable {
  private static final long serialVersionUID = 1;

  private final int dimensions;
  private final long[] counts;
  private final double[][] sums;
  private final double[][] seconds;

  /** No rows yet. */
  public ClassMoments(int classes, int dimensions) {
    if (classes < 1 || dimensions < 1) {
      throw new IllegalArgumentException(
          "moments need at least one class and one dimension, got " + classes + ", " + dimensions);
    }
    this.dimensions = dimensions;
    counts = new long[classes];
    sums = new double[classes][dimensions];
    seconds = new double[classes][PackedSymmetric.length(dimensions)];
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
    PackedSymmetric.addOuter(seconds[label], z, 1);
  }

  /** Counts one row of float32 features, {@code [dimensions]}. */
  public void add(int label, float[] z) {
    double[] wide = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      wide[i] = z[i];
    }
    add(label, wide);
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public ClassMoments merge(ClassMoments other) {
    if (other.dimensions != dimensions || other.classes() != classes()) {
      throw new IllegalArgumentException(
          "cannot merge moments of " + other + " into moments of " + this);
    }
    for (int k = 0; k < counts.length; k++) {
      counts[k] += other.counts[k];
      addInto(sums[k], other.sums[k]);
      addInto(seconds[k], other.seconds[k]);
    }
    return this;
  }

  public int classes() {
    return counts.length;
  }

  public int dimensions() {
    return dimensions;
  }

  /** Rows of all classes. */
  public long rows() {
    long rows = 0;
    for (long count : counts) {
      rows += count;
    }
    return rows;
  }

  public long count(int label) {
    checkLabel(label);
    return counts[label];
  }

  /** Σ z of one class, {@code [dimensions]}; a copy. */
  public double[] sum(int label) {
    checkLabel(label);
    return sums[label].clone();
  }

  /** The moments of all rows as one class. */
  public ClassMoments pooled() {
    ClassMoments total = new ClassMoments(1, dimensions);
    for (int k = 0; k < counts.length; k++) {
      total.counts[0] += counts[k];
      addInto(total.sums[0], sums[k]);
      addInto(total.seconds[0], seconds[k]);
    }
    return total;
  }

  /**
   * Scatter of one class around a point: {@code (Σ (z - centre)(z - centre)ᵀ) / n}, packed.
   *
   * @param centre {@code [dimensions]}
   * @throws IllegalStateException if the class has no row
   */
  public double[] scatter(int label, double[] centre) {
    long n = count(label);
    if (n == 0) {
      throw new IllegalStateException("class " + label + " has no row");
    }
    double[] scatter = new double[PackedSymmetric.length(dimensions)];
    int at = 0;
    for (int i = 0; i < dimensions; i++) {
      for (int j = 0; j <= i; j++) {
        double cross = sums[label][i] * centre[j] + sums[label][j] * centre[i];
        scatter[at] = (seconds[label][at] - cross) / n + centre[i] * centre[j];
        at++;
      }
    }
    return scatter;
  }

  /** Mean row of one class, {@code [dimensions]}; zeros when it has no row. */
  public double[] mean(int label) {
    double[] mean = sum(label);
    double n = Math.max(1, counts[label]);
    for (int i = 0; i < dimensions; i++) {
      mean[i] /= n;
    }
    return mean;
  }

  @Override
  public String toString() {
    return classes() + " classes x " + dimensions + " dimensions";
  }

  private void checkLabel(int label) {
    if (label < 0 || label >= counts.length) {
      throw new IllegalArgumentException(
          "label " + label + " is not one of " + counts.length + " classes");
    }
  }

  private static void addInto(double[] into, double[] from) {
    for (int i = 0; i < into.length; i++) {
      into[i] += from[i];
    }
  }
}
