package io.engram.consolidation.learning;

import io.engram.adapters.Head;
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
  private final Backbone backbone;
  private final ContenderCounts counts;

  /**
   * @param models with one head each
   * @param backbone may be null where no model has an adapter
   */
  public ContenderPass(SlotModel[] models, Backbone backbone) {
    this.models = models;
    this.backbone = backbone;
    heads = new Head[models.length];
    for (int c = 0; c < models.length; c++) {
      heads[c] = models[c].readHeads().get(0);
    }
    counts = new ContenderCounts(models.length);
  }

  /** The contenders in the form in which they travel. */
  public static SlotModel[] models(List<Contender> contenders, int fromLayer) {
    return contenders.stream()
        .map(contender -> SlotModel.of(contender, fromLayer))
        .toArray(SlotModel[]::new);
  }

  /** Whether one of them reads hidden states. */
  public static boolean adapted(SlotModel[] models) {
    return Arrays.stream(models).anyMatch(SlotModel::adapted);
  }

  /**
   * @param rows with labels and pooled features, and hidden states where a model has an adapter
   */
  public void add(List<FeatureRow> rows) {
    float[][][] pooled = new float[models.length][][];
    for (int c = 0; c < models.length; c++) {
      pooled[c] = models[c].adapted() ? models[c].pooled(backbone, rows) : null;
    }
    for (int i = 0; i < rows.size(); i++) {
      FeatureRow row = rows.get(i);
      Map<Optional<RandomFeatures>, float[]> frozen = new HashMap<>();
      frozen.put(Optional.empty(), row.pooled());
      float[][] logits = new float[models.length][];
      for (int c = 0; c < logits.length; c++) {
        logits[c] =
            pooled[c] != null
                ? heads[c].logits(pooled[c][i])
                : heads[c].linear(
                    frozen.computeIfAbsent(
                        heads[c].features(), map -> map.orElseThrow().apply(row.pooled())));
      }
      counts.add(row.label(), logits);
    }
  }

  /** Of all rows so far. */
  public ContenderCounts counts() {
    return counts;
  }
}
