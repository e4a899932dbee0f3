package io.engram.consolidation.learning;

import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterFile;
import io.engram.adapters.AdapterStack;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Fusion;
import io.engram.adapters.FusionFile;
import io.engram.adapters.Head;
import io.engram.adapters.HeadFile;
import io.engram.adapters.prediction.RowEncoder;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.closedform.Contender;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.runtime.TensorScope;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * An adapter, or several with their fusion, and some heads on it, as they travel to executors:
 * safetensors.
 *
 * @param adapters safetensors of one, or of those that are fused; none: the plain backbone
 * @param fusion safetensors, or null where one adapter is alone
 * @param heads safetensors each
 * @param fromLayer layer whose input the rows hold
 */
public record SlotModel(byte[][] adapters, byte[] fusion, byte[][] heads, int fromLayer)
    implements Serializable {

  public static SlotModel of(AdapterWeights adapter, Collection<Head> heads, int fromLayer) {
    return new SlotModel(
        new byte[][] {AdapterFile.toBytes(adapter)},
        null,
        heads.stream().map(HeadFile::toBytes).toArray(byte[][]::new),
        fromLayer);
  }

  /** Of a contender's first head. */
  static SlotModel of(Contender contender, int fromLayer) {
    return new SlotModel(
        contender.adapters().stream().map(AdapterFile::toBytes).toArray(byte[][]::new),
        contender.fusion().map(FusionFile::toBytes).orElse(null),
        new byte[][] {HeadFile.toBytes(contender.head())},
        fromLayer);
  }

  /**
   * Whether it reads hidden states: not the plain backbone, of which the pooled output is known.
   */
  boolean adapted() {
    return adapters.length > 0;
  }

  public List<Head> readHeads() {
    return Arrays.stream(heads).map(HeadFile::fromBytes).toList();
  }

  /** Logits of every head for every row, {@code [rows][heads][classes]}. */
  public float[][][] logits(Backbone backbone, List<Head> parsed, List<FeatureRow> rows) {
    float[][] pooled = pooled(backbone, rows);
    float[][][] logits = new float[pooled.length][parsed.size()][];
    for (int i = 0; i < pooled.length; i++) {
      for (int h = 0; h < parsed.size(); h++) {
        logits[i][h] = parsed.get(h).logits(pooled[i]);
      }
    }
    return logits;
  }

  /** Pooled output of every row, {@code [rows][hidden]}. */
  public float[][] pooled(Backbone backbone, List<FeatureRow> rows) {
    try (TensorScope owner = TensorScope.open()) {
      return new RowEncoder(backbone, fromLayer, hook(owner)).pooled(rows);
    }
  }

  /**
   * @param owner of its arrays; closing it frees them
   */
  private LayerHook hook(TensorScope owner) {
    List<AdapterWeights> weights = Arrays.stream(adapters).map(AdapterFile::fromBytes).toList();
    if (weights.isEmpty()) {
      return LayerHook.IDENTITY;
    }
    return fusion == null
        ? Adapter.of(weights.get(0), owner.manager(), false)
        : new Fusion(
            FusionFile.fromBytes(fusion),
            AdapterStack.of(weights, owner.manager()),
            owner.manager(),
            false);
  }
}
