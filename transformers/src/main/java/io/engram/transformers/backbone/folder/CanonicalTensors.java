package io.engram.transformers.backbone.folder;

import io.engram.transformers.backbone.BertConfig;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tensors of a backbone folder: canonical names and shapes, from the configuration alone. */
final class CanonicalTensors {
  private CanonicalTensors() {}

  /** Shape of every tensor an encoder needs, by canonical name. */
  static SortedMap<String, long[]> of(BertConfig encoder) {
    SortedMap<String, long[]> shapes = new TreeMap<>();
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
    return shapes;
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
