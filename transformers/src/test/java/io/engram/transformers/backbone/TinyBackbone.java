package io.engram.transformers.backbone;

/** A random encoder of 3 layers that loads in milliseconds: the same seed, the same weights. */
public final class TinyBackbone {
  private TinyBackbone() {}

  /** BERT of 3 layers, hidden 32, 4 heads, vocabulary 100, 64 positions, two token types. */
  public static BertConfig config() {
    return config(Pooling.MEAN);
  }

  /** As {@link #config()}, with another pooling. */
  public static BertConfig config(Pooling pooling) {
    return new BertConfig("bert", 3, 32, 4, 64, 100, 64, 2, 0, 1e-12, "gelu", pooling);
  }

  /** An encoder with random weights; its content hash is {@code tiny-SEED}. */
  public static BertEncoder create(long seed) {
    return create(config(), seed);
  }

  /** As {@link #create(long)}, of another configuration. */
  public static BertEncoder create(BertConfig config, long seed) {
    return BertEncoder.load(config, weights(config, seed), "tiny-" + seed);
  }

  /** Random weights with every tensor that the configuration asks for, by canonical name. */
  public static InMemoryWeightFile weights(BertConfig config, long seed) {
    RandomTensors tensors = new RandomTensors(seed);
    int hidden = config.hidden();
    tensors.normal("embeddings.word_embeddings.weight", config.vocabulary(), hidden);
    tensors.normal("embeddings.position_embeddings.weight", config.maxPositions(), hidden);
    if (config.typeVocabulary() > 0) {
      tensors.normal("embeddings.token_type_embeddings.weight", config.typeVocabulary(), hidden);
    }
    tensors.norm("embeddings.LayerNorm", hidden);
    for (int i = 0; i < config.layers(); i++) {
      String prefix = "encoder.layer." + i + ".";
      for (String part : new String[] {"query", "key", "value"}) {
        tensors.linear(prefix + "attention.self." + part, hidden, hidden);
      }
      tensors.linear(prefix + "attention.output.dense", hidden, hidden);
      tensors.norm(prefix + "attention.output.LayerNorm", hidden);
      tensors.linear(prefix + "intermediate.dense", config.intermediate(), hidden);
      tensors.linear(prefix + "output.dense", hidden, config.intermediate());
      tensors.norm(prefix + "output.LayerNorm", hidden);
    }
    return tensors.file();
  }
}
