package io.engram.consolidation.statistics;

import static io.engram.consolidation.statistics.ClassSums.addInto;

import java.io.Serializable;

/**
 * Count, sum and second moment of the rows of each class, in float64. Combinable: parts counted in
 * different places and merged in any order give the same moments up to rounding.
 */
public final class ClassMoments implements Serializable {
  private static final long serialVersionUID = 2;

  private final ClassSums sums;
  private final double[][] seconds;

  /** No rows yet. */
  public ClassMoments(int classes, int dimensions) {
    sums = ClassSums.none(classes, dimensions);
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
    sums.add(label, z);
    PackedSymmetric.addOuter(seconds[label], z, 1);
  }

  /** Counts one row of float32 features, {@code [dimensions]}. */
  public void add(int label, float[] z) {
    add(label, ClassStatistics.widen(z, 0, z.length));
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public ClassMoments merge(ClassMoments other) {
    sums.merge(other.sums);
    for (int k = 0; k < seconds.length; k++) {
      addInto(seconds[k], other.seconds[k]);
    }
    return this;
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

  /** Σ z of one class, {@code [dimensions]}; a copy. */
  public double[] sum(int label) {
    return sums.sum(label).clone();
  }

  /** The moments of all rows as one class. */
  public ClassMoments pooled() {
    ClassMoments total = new ClassMoments(1, dimensions());
    for (int k = 0; k < seconds.length; k++) {
      total.sums.counts()[0] += count(k);
      addInto(total.sums.sums()[0], sums.sum(k));
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
    double[] sum = sums.sum(label);
    double[] scatter = new double[PackedSymmetric.length(sum.length)];
    int at = 0;
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j <= i; j++) {
        double cross = sum[i] * centre[j] + sum[j] * centre[i];
        scatter[at] = (seconds[label][at] - cross) / n + centre[i] * centre[j];
        at++;
      }
    }
    return scatter;
  }

  /** Mean row of one class, {@code [dimensions]}; zeros when it has no row. */
  public double[] mean(int label) {
    return sums.mean(label);
  }

  @Override
  public String toString() {
    return sums.toString();
  }
}
