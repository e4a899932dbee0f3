package io.engram.consolidation.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Count and sum of the rows of each class, in float64: what {@link ClassMoments} and {@link
 * PooledMoments} have in common.
 *
 * @param counts rows of each class
 * @param sums {@code [classes][dimensions]}
 */
record ClassSums(long[] counts, double[][] sums) implements Serializable {
  private static final long serialVersionUID = 1;

  /** No rows yet. */
  static ClassSums none(int classes, int dimensions) {
    if (classes < 1 || dimensions < 1) {
      throw new IllegalArgumentException(
          "moments need at least one class and one dimension, got " + classes + ", " + dimensions);
    }
    return new ClassSums(new long[classes], new double[classes][dimensions]);
  }

  /**
   * Counts one row.
   *
   * @throws IllegalArgumentException if the label or the length is out of range, or a value is not
   *     finite
   */
  void add(int label, double[] z) {
    checkLabel(label);
    if (z.length != dimensions()) {
      throw new IllegalArgumentException(
          "row has " + z.length + " features, expected " + dimensions());
    }
    for (int i = 0; i < z.length; i++) {
      if (!Double.isFinite(z[i])) {
        throw new IllegalArgumentException("feature " + i + " of a row is " + z[i]);
      }
    }
    addInto(sums[label], z);
    counts[label]++;
  }

  /** Adds the rows of {@code other} to these. */
  void merge(ClassSums other) {
    if (other.dimensions() != dimensions() || other.classes() != classes()) {
      throw new IllegalArgumentException(
          "cannot merge moments of " + other + " into moments of " + this);
    }
    for (int k = 0; k < counts.length; k++) {
      counts[k] += other.counts[k];
      addInto(sums[k], other.sums[k]);
    }
  }

  /** The classes of all, in their order. */
  static ClassSums union(List<ClassSums> parts) {
    return new ClassSums(
        parts.stream().flatMapToLong(part -> Arrays.stream(part.counts)).toArray(),
        parts.stream().flatMap(part -> Arrays.stream(part.sums)).toArray(double[][]::new));
  }

  /** The same rows without their last dimensions. */
  ClassSums first(int width) {
    return new ClassSums(
        counts.clone(),
        Arrays.stream(sums).map(sum -> Arrays.copyOf(sum, width)).toArray(double[][]::new));
  }

  int classes() {
    return counts.length;
  }

  int dimensions() {
    return sums[0].length;
  }

  long rows() {
    return Arrays.stream(counts).sum();
  }

  long count(int label) {
    checkLabel(label);
    return counts[label];
  }

  /** Not to be changed. */
  double[] sum(int label) {
    checkLabel(label);
    return sums[label];
  }

  /** Zeros when the class has no row. */
  double[] mean(int label) {
    double n = Math.max(1, count(label));
    return Arrays.stream(sums[label]).map(sum -> sum / n).toArray();
  }

  private void checkLabel(int label) {
    if (label < 0 || label >= counts.length) {
      throw new IllegalArgumentException(
          "label " + label + " is not one of " + counts.length + " classes");
    }
  }

  @Override
  public String toString() {
    return classes() + " classes x " + dimensions() + " dimensions";
  }

  static void addInto(double[] into, double[] from) {
    for (int i = 0; i < into.length; i++) {
      into[i] += from[i];
    }
  }
}
