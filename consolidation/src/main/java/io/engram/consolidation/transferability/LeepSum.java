package io.engram.consolidation.transferability;

import java.io.Serializable;

/**
 * Second pass of LEEP (Nguyen et al. 2020, equation 2): {@code Σ_i ln Σ_z P(y_i | z) theta[i][z]}.
 * Combinable; the score lies between minus the entropy of the labels and 0.
 */
public final class LeepSum implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[][] conditional;
  private double logSum;
  private long rows;

  /**
   * @param conditional {@link LeepCounts#conditional()} of <em>all</em> rows, {@code [labels,
   *     sourceClasses]}
   */
  public LeepSum(double[][] conditional) {
    this.conditional = conditional;
  }

  /**
   * Adds one row that was counted in the first pass.
   *
   * @param label index of the new task's class
   * @param theta probabilities the source head gives the row, {@code [sourceClasses]}
   * @throws IllegalStateException if the row was not part of the first pass
   */
  public void add(int label, double[] theta) {
    LeepRow.check(label, theta, conditional.length, conditional[0].length);
    double likelihood = 0;
    for (int z = 0; z < theta.length; z++) {
      likelihood += conditional[label][z] * theta[z];
    }
    if (!(likelihood > 0)) {
      throw new IllegalStateException(
          "a row of class " + label + " was not counted in the first pass of LEEP");
    }
    logSum += Math.log(likelihood);
    rows++;
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public LeepSum merge(LeepSum other) {
    logSum += other.logSum;
    rows += other.rows;
    return this;
  }

  /** LEEP: the mean over the rows. */
  public double score() {
    if (rows == 0) {
      throw new IllegalStateException("LEEP of no rows");
    }
    return logSum / rows;
  }
}
