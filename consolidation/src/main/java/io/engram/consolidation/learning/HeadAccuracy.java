package io.engram.consolidation.learning;

import io.engram.adapters.Head;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.evaluation.AccuracyCounts;
import io.engram.transformers.backbone.Backbone;
import java.io.Serializable;
import java.util.List;

/**
 * Accuracy of one head on an adapter that no version holds.
 *
 * @param slot an adapter with one head
 */
public record HeadAccuracy(SlotModel slot) implements Serializable {

  /**
   * @param rows with labels of the head's classes
   */
  public AccuracyCounts of(Backbone backbone, List<FeatureRow> rows) {
    List<Head> heads = slot.readHeads();
    float[][][] logits = slot.logits(backbone, heads, rows);
    long right = 0;
    for (int i = 0; i < logits.length; i++) {
      right += best(logits[i][0]) == rows.get(i).label() ? 1 : 0;
    }
    return new AccuracyCounts(logits.length, right);
  }

  private static int best(float[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }
}
