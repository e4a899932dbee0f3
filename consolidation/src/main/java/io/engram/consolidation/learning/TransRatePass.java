package io.engram.consolidation.learning;

import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.transferability.SeededProjection;
import io.engram.consolidation.transferability.ShuffledLabels;
import io.engram.consolidation.transferability.TransRateCounts;
import io.engram.consolidation.transferability.TransRateOptions;
import java.util.Arrays;

/** One pass of TransRate over some rows of a task. */
public final class TransRatePass {
  private final SeededProjection projection;
  private final ShuffledLabels shuffles;
  private final TransRateCounts counts;

  /**
   * @param hidden values of a pooled output
   * @param classCounts rows of each class of the whole task: their sum bounds the dimensions
   */
  public TransRatePass(int hidden, long[] classCounts, TransRateOptions options, long seed) {
    int dimensions = options.dimensions(hidden, Arrays.stream(classCounts).sum());
    projection = new SeededProjection(hidden, dimensions, seed);
    shuffles = new ShuffledLabels(classCounts, seed);
    counts = new TransRateCounts(classCounts.length, dimensions, options.shuffles());
  }

  /**
   * @param pooled under the slot's adapter, {@code [hidden]}
   */
  public void add(FeatureRow row, float[] pooled) {
    counts.add(row.key(), row.label(), projection.apply(pooled), shuffles);
  }

  public TransRateCounts counts() {
    return counts;
  }
}
