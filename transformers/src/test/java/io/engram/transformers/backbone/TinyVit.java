package io.engram.transformers.backbone;

import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.image.Resampling;
import io.engram.transformers.image.Resize;
import io.engram.transformers.input.Pixels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A random encoder of images of 3 layers: the same seed, the same weights. */
public final class TinyVit {
  private static final PixelSize IMAGE = new PixelSize(16, 12);

  private TinyVit() {}

  /** ViT of 3 layers, hidden 32, 4 heads, 16 x 12 pixels in patches of 4 x 4: 13 tokens. */
  public static VitConfig config() {
    return config("vit", Pooling.CLS);
  }

  /** As {@link #config()}, of another family or pooling. */
  public static VitConfig config(String family, Pooling pooling) {
    return new VitConfig(family, 3, 32, 4, 64, IMAGE, 3, 4, 4, 3, true, 1e-12, "gelu", pooling);
  }

  /** Resizes to the size of an encoder, and normalises by 0.5. */
  public static ImageSettings settings(VitConfig config) {
    List<Double> half = Collections.nCopies(config.channels(), 0.5);
    return new ImageSettings(
        config.image(),
        config.channels(),
        new Resize.Exact(config.image(), Resampling.BILINEAR),
        false,
        1 / 255.0,
        half,
        half);
  }

  /** An encoder with random weights; its content hash is {@code tiny-vit-SEED}. */
  public static VitEncoder create(long seed) {
    return create(config(), seed);
  }

  /** As {@link #create(long)}, of another configuration. */
  public static VitEncoder create(VitConfig config, long seed) {
    return VitEncoder.load(config, settings(config), weights(config, seed), "tiny-vit-" + seed);
  }

  /** Random weights with every tensor that the configuration asks for, by canonical name. */
  public static InMemoryWeightFile weights(VitConfig config, long seed) {
    RandomTensors tensors = new RandomTensors(seed);
    int hidden = config.hidden();
    int special = config.specialTokens();
    tensors.normal("embeddings.cls_token", 1, 1, hidden);
    if (special > 1) {
      tensors.normal("embeddings.distillation_token", 1, 1, hidden);
    }
    int positions = special + config.positionRows() * config.positionColumns();
    tensors.normal("embeddings.position_embeddings", 1, positions, hidden);
    String projection = "embeddings.patch_embeddings.projection";
    tensors.normal(
        projection + ".weight", hidden, config.channels(), config.patch(), config.patch());
    tensors.normal(projection + ".bias", hidden);
    for (int i = 0; i < config.layers(); i++) {
      String prefix = "encoder.layer." + i + ".";
      tensors.norm(prefix + "layernorm_before", hidden);
      for (String part : new String[] {"query", "key", "value"}) {
        tensors.linear(prefix + "attention.attention." + part, hidden, hidden);
      }
      tensors.linear(prefix + "attention.output.dense", hidden, hidden);
      tensors.norm(prefix + "layernorm_after", hidden);
      tensors.linear(prefix + "intermediate.dense", config.intermediate(), hidden);
      tensors.linear(prefix + "output.dense", hidden, config.intermediate());
    }
    tensors.norm("layernorm", hidden);
    return tensors.file();
  }

  /** Random pictures for an encoder. */
  public static List<Pixels> rows(VitConfig config, int count, long seed) {
    Random random = new Random(seed);
    List<Pixels> rows = new ArrayList<>();
    int height = config.image().height();
    int width = config.image().width();
    for (int i = 0; i < count; i++) {
      byte[] values = new byte[height * width * config.channels()];
      random.nextBytes(values);
      rows.add(new Pixels(values, height, width, config.channels(), config.maxLength()));
    }
    return rows;
  }
}
