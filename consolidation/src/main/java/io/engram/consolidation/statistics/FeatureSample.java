package io.engram.consolidation.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * Frozen features of a few validation rows of a task, which no sum of it holds: what shrinkage,
 * confidence and novelty are set by when the data is gone.
 *
 * @param labels index of the class of each row
 * @param rows {@code [rows][hidden]}, by the hashes of their keys: the first ones are as good a
 *     sample as any
 */
public record FeatureSample(int[] labels, float[][] rows) {
  /** Rows of a task at most. */
  public static final int MOST_ROWS = 128;

  /** No rows. */
  public static final FeatureSample NONE = new FeatureSample(new int[0], new float[0][]);

  public FeatureSample {
    if (labels.length != rows.length) {
      throw new IllegalArgumentException(
          labels.length + " classes for a sample of " + rows.length + " rows");
    }
  }

  /**
   * @param labels of each row
   */
  public static FeatureSample of(List<Integer> labels, List<float[]> rows) {
    return new FeatureSample(
        labels.stream().mapToInt(Integer::intValue).toArray(), rows.toArray(float[][]::new));
  }

  /** No more than so many of them. */
  public FeatureSample first(int most) {
    return size() <= most
        ? this
        : new FeatureSample(Arrays.copyOf(labels, most), Arrays.copyOf(rows, most));
  }

  public int size() {
    return rows.length;
  }
}
