package io.engram.adapters.pretraining;

import ai.djl.ndarray.NDArray;
import io.engram.adapters.TaskSeed;
import io.engram.adapters.training.RowBatch;
import io.engram.adapters.training.Student;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.backbone.TrainableVit;
import java.util.SortedMap;

/**
 * A whole encoder that is trained.
 *
 * @param vit its weights
 * @param dropPath rate of {@link StochasticDepth}
 * @param seed of the run
 */
record VitStudent(TrainableVit vit, double dropPath, long seed) implements Student {

  @Override
  public SortedMap<String, NDArray> parameters() {
    return vit.parameters();
  }

  /** Matrices decay; biases, norms, tokens and positions do not, as in ViT and DeiT. */
  @Override
  public boolean decays(String name) {
    return name.endsWith(".weight") && !name.contains("layernorm");
  }

  @Override
  public NDArray pooled(RowBatch batch) {
    return pooled(batch, LayerHook.IDENTITY);
  }

  @Override
  public NDArray pooledInTraining(RowBatch batch, long step) {
    if (dropPath == 0) {
      return pooled(batch);
    }
    long ofStep = TaskSeed.of(seed, "depth." + step);
    return pooled(batch, new StochasticDepth(dropPath, vit.config().layers(), ofStep));
  }

  private NDArray pooled(RowBatch batch, LayerHook hook) {
    Backbone encoder = vit.encoder(batch.scope());
    AttentionMask mask =
        AttentionMask.of(batch.scope(), batch.pictures().lengths(), batch.pictures().length());
    try (NDArray embedded = encoder.embed(batch.scope(), batch.pictures());
        NDArray encoded = encoder.encode(embedded, mask, 0, vit.config().layers(), hook)) {
      return encoder.pool(encoded, mask);
    }
  }
}
