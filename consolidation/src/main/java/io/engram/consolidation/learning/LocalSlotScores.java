package io.engram.consolidation.learning;

import io.engram.adapters.Head;
import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.consolidation.transferability.Leep;
import io.engram.consolidation.transferability.TransRateOptions;
import io.engram.transformers.backbone.Backbone;
import java.util.List;

/**
 * Transferability of a task's rows to one slot, in this JVM: one encoding pass with the slot's
 * adapter. LEEP holds the probabilities of all rows in memory, eight bytes a class of the slot.
 *
 * @param rows that are learnt
 * @param classes of the task
 */
record LocalSlotScores(RowSpool rows, int classes, Backbone backbone) implements SlotScores {

  @Override
  public double[] leep(SlotModel slot) {
    List<Head> heads = slot.readHeads();
    double[][][] theta = new double[heads.size()][rows.rows()][];
    int[] labels = new int[rows.rows()];
    int[] at = {0};
    RowStream.forEachWindow(
        RowStream.of(rows),
        window -> {
          float[][][] logits = slot.logits(backbone, heads, window);
          for (int i = 0; i < logits.length; i++, at[0]++) {
            labels[at[0]] = window.get(i).label();
            for (int h = 0; h < theta.length; h++) {
              theta[h][at[0]] = Leep.probabilities(logits[i][h]);
            }
          }
        });
    double[] scores = new double[theta.length];
    for (int h = 0; h < scores.length; h++) {
      scores[h] = Leep.score(theta[h], labels, classes);
    }
    return scores;
  }

  @Override
  public double transRate(SlotModel slot, long[] classCounts, TransRateOptions options, long seed) {
    TransRatePass pass = new TransRatePass(backbone.config().hidden(), classCounts, options, seed);
    RowStream.forEachWindow(
        RowStream.of(rows),
        window -> {
          float[][] pooled = slot.pooled(backbone, window);
          int i = 0;
          for (FeatureRow row : window) {
            pass.add(row, pooled[i++]);
          }
        });
    return pass.counts().score(options);
  }
}
