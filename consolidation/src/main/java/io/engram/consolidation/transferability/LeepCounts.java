package io.engram.consolidation.transferability;

import java.io.Serializable;

/**
 * First pass of LEEP (Nguyen et al. 2020, equation 1): the joint weights of new labels y and source
 * classes z, {@code J[y][z] = Σ over rows i with label y of theta[i][z]}, not yet divided by the
 * number of rows. Combinable.
 */
public final class LeepCounts implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[][] joint;
  private long rows;

  /**
   * @param labels classes of the new task
   * @param sourceClasses classes of the source head
   */
  public LeepCounts(int labels, int sourceClasses) {
    if (labels < 1 || sourceClasses < 1) {
      throw new IllegalArgumentException(
          "LEEP needs labels and source classes, got " + labels + " and " + sourceClasses);
    }
    joint = new double[labels][sourceClasses];
  }

  /**
   * Counts one row.
   *
   * @param label index of the new task's class
   * @param theta probabilities the source head gives the row, {@code [sourceClasses]}
   */
  public void add(int label, double[] theta) {
    LeepRow.check(label, theta, joint.length, joint[0].length);
    for (int z = 0; z < theta.length; z++) {
      joint[label][z] += theta[z];
    }
    rows++;
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public LeepCounts merge(LeepCounts other) {
    if (other.joint.length != joint.length || other.joint[0].length != joint[0].length) {
      throw new IllegalArgumentException("cannot merge LEEP counts of different shapes");
    }
    for (int y = 0; y < joint.length; y++) {
      for (int z = 0; z < joint[y].length; z++) {
        joint[y][z] += other.joint[y][z];
      }
    }
    rows += other.rows;
    return this;
  }

  public long rows() {
    return rows;
  }

  /**
   * {@code P(y | z)}, {@code [labels, sourceClasses]}. The column of a source class that no row has
   * any probability for is zero: it takes no part.
   */
  public double[][] conditional() {
    double[][] conditional = new double[joint.length][joint[0].length];
    for (int z = 0; z < joint[0].length; z++) {
      double column = 0;
      for (double[] row : joint) {
        column += row[z];
      }
      if (column > 0) {
        for (int y = 0; y < joint.length; y++) {
          conditional[y][z] = joint[y][z] / column;
        }
      }
    }
    return conditional;
  }
}
