package io.engram.transformers.backbone.folder;

import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.VitConfig;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tensors of a backbone folder: canonical names and shapes, from the configuration alone. */
public final class CanonicalTensors {
  private CanonicalTensors() {}

  /** Shape of every tensor an encoder needs, by canonical name. */
  public static SortedMap<String, long[]> of(EncoderConfig encoder) {
    SortedMap<String, long[]> shapes = new TreeMap<>();
    if (encoder instanceof BertConfig bert) {
      bert(shapes, bert);
    } else {
      vit(shapes, (VitConfig) encoder);
    }
    return shapes;
  }

  private static void bert(SortedMap<String, long[]> shapes, BertConfig encoder) {
    int hidden = encoder.hidden();
    table(shapes, "embeddings.word_embeddings", encoder.vocabulary(), hidden);
    table(shapes, "embeddings.position_embeddings", encoder.maxPositions(), hidden);
    if (encoder.typeVocabulary() > 0) {
      table(shapes, "embeddings.token_type_embeddings", encoder.typeVocabulary(), hidden);
    }
    norm(shapes, "embeddings.LayerNorm", hidden);
    for (int i = 0; i < encoder.layers(); i++) {
      String layer = "encoder.layer." + i + ".";
      linear(shapes, layer + "attention.self.query", hidden, hidden);
      linear(shapes, layer + "attention.self.key", hidden, hidden);
      linear(shapes, layer + "attention.self.value", hidden, hidden);
      linear(shapes, layer + "attention.output.dense", hidden, hidden);
      norm(shapes, layer + "attention.output.LayerNorm", hidden);
      linear(shapes, layer + "intermediate.dense", encoder.intermediate(), hidden);
      linear(shapes, layer + "output.dense", hidden, encoder.intermediate());
      norm(shapes, layer + "output.LayerNorm", hidden);
    }
  }

  private static void vit(SortedMap<String, long[]> shapes, VitConfig encoder) {
    int hidden = encoder.hidden();
    int patch = encoder.patch();
    int special = encoder.specialTokens();
    String projection = "embeddings.patch_embeddings.projection";
    shapes.put("embeddings.cls_token", new long[] {1, 1, hidden});
    if (special > 1) {
      shapes.put("embeddings.distillation_token", new long[] {1, 1, hidden});
    }
    long positions = special + (long) encoder.positionRows() * encoder.positionColumns();
    shapes.put("embeddings.position_embeddings", new long[] {1, positions, hidden});
    shapes.put(projection + ".weight", new long[] {hidden, encoder.channels(), patch, patch});
    shapes.put(projection + ".bias", new long[] {hidden});
    for (int i = 0; i < encoder.layers(); i++) {
      String layer = "encoder.layer." + i + ".";
      norm(shapes, layer + "layernorm_before", hidden);
      for (String part : new String[] {"query", "key", "value"}) {
        linear(shapes, layer + "attention.attention." + part, hidden, hidden);
        if (!encoder.projectionBias()) {
          shapes.remove(layer + "attention.attention." + part + ".bias");
        }
      }
      linear(shapes, layer + "attention.output.dense", hidden, hidden);
      norm(shapes, layer + "layernorm_after", hidden);
      linear(shapes, layer + "intermediate.dense", encoder.intermediate(), hidden);
      linear(shapes, layer + "output.dense", hidden, encoder.intermediate());
    }
    norm(shapes, "layernorm", hidden);
  }

  private static void table(SortedMap<String, long[]> into, String name, int rows, int columns) {
    into.put(name + ".weight", new long[] {rows, columns});
  }

  private static void linear(SortedMap<String, long[]> into, String name, int out, int in) {
    into.put(name + ".weight", new long[] {out, in});
    into.put(name + ".bias", new long[] {out});
  }

  private static void norm(SortedMap<String, long[]> into, String name, int width) {
    into.put(name + ".weight", new long[] {width});
    into.put(name + ".bias", new long[] {width});
  }
}
