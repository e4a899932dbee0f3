package io.engram.transformers.backbone;

import io.engram.transformers.weights.FloatTensor;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

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
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    Random random = new Random(seed);
    int hidden = config.hidden();
    tensors.put("embeddings.word_embeddings.weight", normal(random, config.vocabulary(), hidden));
    tensors.put(
        "embeddings.position_embeddings.weight", normal(random, config.maxPositions(), hidden));
    if (config.typeVocabulary() > 0) {
      tensors.put(
          "embeddings.token_type_embeddings.weight",
          normal(random, config.typeVocabulary(), hidden));
    }
    norm(tensors, random, "embeddings.LayerNorm", hidden);
    for (int i = 0; i < config.layers(); i++) {
      String prefix = "encoder.layer." + i + ".";
      for (String part : new String[] {"query", "key", "value"}) {
        linear(tensors, random, prefix + "attention.self." + part, hidden, hidden);
      }
      linear(tensors, random, prefix + "attention.output.dense", hidden, hidden);
      norm(tensors, random, prefix + "attention.output.LayerNorm", hidden);
      linear(tensors, random, prefix + "intermediate.dense", config.intermediate(), hidden);
      linear(tensors, random, prefix + "output.dense", hidden, config.intermediate());
      norm(tensors, random, prefix + "output.LayerNorm", hidden);
    }
    return new InMemoryWeightFile(tensors);
  }

  private static void linear(
      SortedMap<String, FloatTensor> tensors, Random random, String prefix, int out, int in) {
    tensors.put(prefix + ".weight", normal(random, out, in));
    tensors.put(prefix + ".bias", normal(random, out));
  }

  private static void norm(
      SortedMap<String, FloatTensor> tensors, Random random, String prefix, int hidden) {
    FloatTensor gain = normal(random, hidden);
    for (int i = 0; i < hidden; i++) {
      gain.values()[i] += 1;
    }
    tensors.put(prefix + ".weight", gain);
    tensors.put(prefix + ".bias", normal(random, hidden));
  }

  private static FloatTensor normal(Random random, long... shape) {
    int size = 1;
    for (long dimension : shape) {
      size *= (int) dimension;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (0.2 * random.nextGaussian());
    }
    return new FloatTensor(shape, values);
  }
}
