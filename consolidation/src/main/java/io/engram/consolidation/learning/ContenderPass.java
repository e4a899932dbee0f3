package io.engram.consolidation.learning;

import io.engram.adapters.Head;
import io.engram.adapters.HeadFile;
import io.engram.adapters.RandomFeatures;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.transformers.backbone.Backbone;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts how contenders do on windows of rows. */
public final class ContenderPass {
  private final SlotModel[] models;
  private final Head[] heads;
  private final Head[] second;
  private final Backbone backbone;
  private final ContenderCounts counts;

  /**
   * @param backbone may be null where no contender has an adapter
   */
  public ContenderPass(ContenderModel[] contenders, Backbone backbone) {
    int count = contenders.length;
    this.backbone = backbone;
    models = new SlotModel[count];
    heads = new Head[count];
    second = new Head[count];
    for (int c = 0; c < count; c++) {
      models[c] = contenders[c].first();
      heads[c] = models[c].readHeads().get(0);
      second[c] =
          contenders[c].second() == null ? null : HeadFile.fromBytes(contenders[c].second());
    }
    counts = new ContenderCounts(count);
  }

  /** The contenders in the form in which they travel. */
  public static ContenderModel[] models(List<Contender> contenders, int fromLayer) {
    return contenders.stream()
        .map(contender -> ContenderModel.of(contender, fromLayer))
        .toArray(ContenderModel[]::new);
  }

  /** Whether one of them reads hidden states. */
  public static boolean adapted(ContenderModel[] contenders) {
    return Arrays.stream(contenders).anyMatch(contender -> contender.first().adapted());
  }

  /**
   * @param rows with labels and pooled features, and hidden states where a contender has an adapter
   */
  public void add(List<FeatureRow> rows) {
    float[][][] pooled = new float[models.length][][];
    for (int c = 0; c < models.length; c++) {
      pooled[c] = models[c].adapted() ? models[c].pooled(backbone, rows) : null;
    }
    for (int i = 0; i < rows.size(); i++) {
      FrozenRow row = new FrozenRow(rows.get(i));
      float[][] logits = new float[models.length][];
      for (int c = 0; c < logits.length; c++) {
        logits[c] = pooled[c] != null ? heads[c].logits(pooled[c][i]) : row.logits(heads[c]);
        if (second[c] != null) {
          add(logits[c], row.logits(second[c]));
        }
      }
      counts.add(rows.get(i).label(), logits);
    }
  }

  private static void add(float[] sum, float[] more) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += more[c];
    }
  }

  /** What heads read of one row on the plain backbone: computed once for all that read the same. */
  private record FrozenRow(Map<Optional<RandomFeatures>, float[]> read) {
    FrozenRow(FeatureRow row) {
      this(new HashMap<>(Map.of(Optional.empty(), row.pooled())));
    }

    float[] logits(Head head) {
      float[] pooled = read.get(Optional.<RandomFeatures>empty());
      return head.linear(
          read.computeIfAbsent(head.features(), map -> map.orElseThrow().apply(pooled)));
    }
  }

  /** Of all rows so far. */
  public ContenderCounts counts() {
    return counts;
  }
}
