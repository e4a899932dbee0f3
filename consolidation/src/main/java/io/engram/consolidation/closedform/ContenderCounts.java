package io.engram.consolidation.closedform;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * How contenders did on the same rows: how often each was right, how often one was right where
 * another was not, and their cross-entropy at several sharpnesses. Combinable.
 */
public final class ContenderCounts implements Serializable {
  private static final long serialVersionUID = 1;

  /** Factors on the logits for which the cross-entropy is known: half powers of two. */
  private static final double[] SCALES =
      IntStream.rangeClosed(-6, 10).mapToDouble(half -> Math.pow(2, half / 2.0)).toArray();

  private final long[] correct;
  private final long[][] onlyFirst;
  private final double[][] loss;
  private long rows;

  /** No rows yet. */
  public ContenderCounts(int contenders) {
    correct = new long[contenders];
    onlyFirst = new long[contenders][contenders];
    loss = new double[contenders][SCALES.length];
  }

  /**
   * Counts one row.
   *
   * @param label index of its class
   * @param logits {@code [contenders][classes]}
   */
  public void add(int label, float[][] logits) {
    boolean[] right = new boolean[correct.length];
    for (int c = 0; c < right.length; c++) {
      int best = answer(logits[c]);
      right[c] = best == label;
      correct[c] += right[c] ? 1 : 0;
      for (int s = 0; s < SCALES.length; s++) {
        loss[c][s] += crossEntropy(logits[c], label, best, SCALES[s]);
      }
    }
    for (int a = 0; a < right.length; a++) {
      for (int b = 0; right[a] && b < right.length; b++) {
        onlyFirst[a][b] += right[b] ? 0 : 1;
      }
    }
    rows++;
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public ContenderCounts merge(ContenderCounts other) {
    for (int c = 0; c < correct.length; c++) {
      correct[c] += other.correct[c];
      for (int d = 0; d < correct.length; d++) {
        onlyFirst[c][d] += other.onlyFirst[c][d];
      }
      for (int s = 0; s < SCALES.length; s++) {
        loss[c][s] += other.loss[c][s];
      }
    }
    rows += other.rows;
    return this;
  }

  public long rows() {
    return rows;
  }

  /** Share of the rows that a contender got right; NaN without rows. */
  public double accuracy(int contender) {
    return rows == 0 ? Double.NaN : (double) correct[contender] / rows;
  }

  /** Mean cross-entropy of a contender at its best sharpness; NaN without rows. */
  public double loss(int contender) {
    return rows == 0 ? Double.NaN : loss[contender][sharpest(contender)] / rows;
  }

  /**
   * Factor on the logits of a contender that makes it as sure as it should be, the inverse of a
   * temperature (Guo et al. 2017): the one that is most likely after these rows, its logarithm
   * being normal around that of the expected one before them. Many rows have it from the
   * cross-entropy alone; a few that are all right do not ask for certainty.
   *
   * @param expected above 0; what it is without rows
   * @param factor above 1, by which it may well be off: the standard deviation of its logarithm is
   *     the logarithm of this
   */
  public double scale(int contender, double expected, double factor) {
    double best = expected;
    double least = Double.POSITIVE_INFINITY;
    for (int s = 0; s < SCALES.length && rows > 0; s++) {
      double far = Math.log(SCALES[s] / expected) / Math.log(factor);
      double cost = loss[contender][s] + far * far / 2;
      if (cost < least) {
        least = cost;
        best = SCALES[s];
      }
    }
    return best;
  }

  /**
   * The contender with the most rows right; of several the one with the least cross-entropy, then
   * the first.
   *
   * @throws IllegalStateException without rows
   */
  public int best() {
    if (rows == 0) {
      throw new IllegalStateException("there are no rows to compare on");
    }
    int best = 0;
    for (int c = 1; c < correct.length; c++) {
      best = better(best, c);
    }
    return best;
  }

  /** As {@link #best}, of two; the first without rows. */
  public int better(int first, int second) {
    boolean more = correct[second] > correct[first];
    boolean surer = correct[second] == correct[first] && loss(second) < loss(first);
    return more || surer ? second : first;
  }

  /** The first contender against the second, row by row. */
  public PairedDifference difference(int first, int second) {
    return new PairedDifference(onlyFirst[first][second], onlyFirst[second][first], rows);
  }

  private int sharpest(int contender) {
    int best = 0;
    for (int s = 1; s < SCALES.length; s++) {
      best = loss[contender][s] < loss[contender][best] ? s : best;
    }
    return best;
  }

  /** The class of the largest logit; of several the first. */
  public static int answer(float[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }

  private static double crossEntropy(float[] logits, int label, int best, double scale) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(scale * ((double) logit - logits[best]));
    }
    return Math.log(sum) - scale * ((double) logits[label] - logits[best]);
  }
}
