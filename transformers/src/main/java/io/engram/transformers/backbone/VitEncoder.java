package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.weights.WeightFile;
import io.engram.transformers.weights.WeightFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoders of images: ViT and DeiT. Tensors carry Hugging Face's names for ViT, without a prefix.
 *
 * <p>Guarantees of {@link Backbone}: (1) a layer is a function of its input alone, and the final
 * LayerNorm belongs to {@link #pool}; (2) the identity hook is the plain sub-block; (3) all images
 * have one length, so nothing is padded; (4) weights are second operands only; (5) the weights are
 * written once, before the constructor returns.
 */
public final class VitEncoder implements Backbone {
  private final VitConfig config;
  private final String contentHash;
  private final NDManager weights;
  private final VitEmbeddings embeddings;
  private final LayerStack layers;
  private final FrozenNorm finalNorm;

  VitEncoder(
      VitConfig config,
      String contentHash,
      NDManager owner,
      VitEmbeddings embeddings,
      LayerStack layers,
      FrozenNorm finalNorm) {
    this.config = config;
    this.contentHash = contentHash;
    this.weights = owner;
    this.embeddings = embeddings;
    this.layers = layers;
    this.finalNorm = finalNorm;
  }

  /**
   * Reads the weights into native memory; {@code weights} may be closed afterwards.
   *
   * @param settings whose rescaling and normalisation the pixels still need
   * @param contentHash identity of the backbone, see {@link Backbone#contentHash()}
   * @throws WeightFileException when a tensor is missing or has another shape than the
   *     configuration says; names tensor, expected and actual shape
   * @throws IllegalArgumentException when the settings make images of another size
   */
  public static VitEncoder load(
      VitConfig config, ImageSettings settings, WeightFile weights, String contentHash) {
    String mismatch = config.mismatch(settings);
    if (mismatch != null) {
      throw new IllegalArgumentException(mismatch);
    }
    NDManager owner = NeuralRuntime.get().newManager();
    try {
      CheckedWeights source = new CheckedWeights(weights);
      List<LayerStack.Layer> layers = new ArrayList<>();
      for (int i = 0; i < config.layers(); i++) {
        layers.add(EncoderLayer.vit(owner, source, config, i));
      }
      return new VitEncoder(
          config,
          contentHash,
          owner,
          new VitEmbeddings(owner, source, config, settings),
          new LayerStack(layers),
          FrozenNorm.load(owner, source, "layernorm", config));
    } catch (RuntimeException | Error failure) {
      owner.close();
      throw failure;
    }
  }

  @Override
  public VitConfig config() {
    return config;
  }

  @Override
  public String contentHash() {
    return contentHash;
  }

  @Override
  public NDArray embed(NDManager scope, InputBatch batch) {
    if (batch instanceof PixelBatch pixels) {
      return embeddings.apply(scope, pixels);
    }
    throw new IllegalArgumentException("this encoder takes images, the rows are tokens of texts");
  }

  @Override
  public NDArray encode(
      NDArray hidden, AttentionMask mask, int fromLayer, int toLayer, LayerHook hook) {
    return layers.encode(hidden, mask, fromLayer, toLayer, hook);
  }

  /** The states after the final LayerNorm, pooled. */
  @Override
  public NDArray pool(NDArray hidden, AttentionMask mask) {
    try (NDArray tokens = hidden.get(new NDIndex(":, :" + pooledTokens()));
        NDArray normed = finalNorm.apply(tokens)) {
      return normed.mean(new int[] {1});
    }
  }

  /** Every pooling is the mean of the first tokens. */
  private int pooledTokens() {
    return switch (config.pooling()) {
      case CLS -> 1;
      case CLS_AND_DISTILLATION -> 2;
      case MEAN -> config.maxLength();
    };
  }

  @Override
  public void close() {
    weights.close();
  }
}
