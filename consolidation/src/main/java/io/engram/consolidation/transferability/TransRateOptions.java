package io.engram.consolidation.transferability;

import java.io.Serializable;

/**
 * Which variant of TransRate is computed (Huang et al. 2022).
 *
 * @param centring what is subtracted from the rows of a class
 * @param epsilon permitted distortion of the coding rate, positive; relative to the features' total
 *     variance when {@code unitTrace}
 * @param unitTrace scale the features so that their total variance is 1: the score then does not
 *     depend on the scale of an adapter's output
 * @param maxDimensions features are projected to at most this many dimensions
 * @param shuffles label shuffles whose mean score is subtracted; 0 reports the raw score
 */
public record TransRateOptions(
    Centring centring, double epsilon, boolean unitTrace, int maxDimensions, int shuffles)
    implements Serializable {

  /** What is subtracted from the rows of a class before its coding rate is taken. */
  public enum Centring {
    /** The mean of all rows, as published; blind on two balanced classes. */
    PLAIN,
    /** The mean of the class. */
    CLASS
  }

  /** Rows a dimension must have at least, so that the coding rate is no artefact of few rows. */
  private static final int ROWS_PER_DIMENSION = 10;

  public TransRateOptions {
    if (!(epsilon > 0) || !Double.isFinite(epsilon)) {
      throw new IllegalArgumentException("epsilon must be positive and finite, got " + epsilon);
    }
    if (maxDimensions < 1 || shuffles < 0) {
      throw new IllegalArgumentException(
          "maxDimensions must be at least 1 and shuffles at least 0, got "
              + maxDimensions
              + " and "
              + shuffles);
    }
  }

  /** Class-centred, scaled, at most 64 dimensions, less the mean of 4 shuffles. */
  public static TransRateOptions defaults() {
    return new TransRateOptions(Centring.CLASS, 0.01, true, 64, 4);
  }

  /** As {@link #defaults()} but for the centring, which is over all rows, as published. */
  public static TransRateOptions plain() {
    return new TransRateOptions(Centring.PLAIN, 0.01, true, 64, 4);
  }

  /** Dimensions to project to: at most a tenth of the rows, at least 1. */
  public int dimensions(int hidden, long rows) {
    long byRows = Math.max(1, rows / ROWS_PER_DIMENSION);
    return (int) Math.min(Math.min(hidden, maxDimensions), byRows);
  }
}
