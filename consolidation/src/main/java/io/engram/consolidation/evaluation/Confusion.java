package io.engram.consolidation.evaluation;

import java.io.Serializable;

/** How often each class was predicted as each class. Combinable. */
public final class Confusion implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[][] counts;

  /**
   * @param classes classes of the task, at least 1
   */
  public Confusion(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("a confusion matrix needs classes, got " + classes);
    }
    counts = new long[classes][classes];
  }

  /** Takes over counts, {@code [true class, predicted class]}. */
  public Confusion(long[][] counts) {
    this(counts.length);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i].length != counts.length) {
        throw new IllegalArgumentException(
            "row " + i + " has " + counts[i].length + " counts, expected " + counts.length);
      }
      this.counts[i] = counts[i].clone();
    }
  }

  /** Counts one row. */
  public void add(int label, int predicted) {
    counts[label][predicted]++;
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public Confusion merge(Confusion other) {
    if (other.counts.length != counts.length) {
      throw new IllegalArgumentException(
          "cannot merge " + other.counts.length + " classes into " + counts.length);
    }
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        counts[i][j] += other.counts[i][j];
      }
    }
    return this;
  }

  public AccuracyCounts accuracy() {
    long rows = 0;
    long correct = 0;
    for (int i = 0; i < counts.length; i++) {
      correct += counts[i][i];
      for (long count : counts[i]) {
        rows += count;
      }
    }
    return new AccuracyCounts(rows, correct);
  }

  /** Share of the rows of one class that were predicted as it; null when it has no row. */
  public Double recall(int label) {
    long rows = 0;
    for (long count : counts[label]) {
      rows += count;
    }
    return new AccuracyCounts(rows, counts[label][label]).accuracy();
  }

  /** Counts, {@code [true class, predicted class]}; a copy. */
  public long[][] counts() {
    return new Confusion(counts).counts;
  }
}
