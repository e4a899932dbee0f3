package io.engram.consolidation.learning;

import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterFile;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.HeadFile;
import io.engram.adapters.prediction.RowEncoder;
import io.engram.adapters.training.FeatureRow;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.runtime.TensorScope;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * An adapter and some heads on it, as they travel to executors: safetensors.
 *
 * @param adapter safetensors, or null for the plain backbone
 * @param heads safetensors each
 * @param fromLayer layer whose input the rows hold
 */
public record SlotModel(byte[] adapter, byte[][] heads, int fromLayer) implements Serializable {

  public static SlotModel of(AdapterWeights adapter, Collection<Head> heads, int fromLayer) {
    return new SlotModel(
        adapter == null ? null : AdapterFile.toBytes(adapter),
        heads.stream().map(HeadFile::toBytes).toArray(byte[][]::new),
        fromLayer);
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
    if (adapter == null) {
      return new RowEncoder(backbone, fromLayer, LayerHook.IDENTITY).pooled(rows);
    }
    try (TensorScope owner = TensorScope.open();
        Adapter hook = Adapter.of(AdapterFile.fromBytes(adapter), owner.manager(), false)) {
      return new RowEncoder(backbone, fromLayer, hook).pooled(rows);
    }
  }
}
