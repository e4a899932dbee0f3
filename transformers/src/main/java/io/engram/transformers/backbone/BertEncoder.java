package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.runtime.EngineValues;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.weights.WeightFile;
import io.engram.transformers.weights.WeightFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoders of the BERT family: BERT, MiniLM, bge, e5, RoBERTa and DistilBERT by their
 * configuration. Tensors carry Hugging Face's names for BERT, without a prefix, whatever the
 * family.
 *
 * <p>Guarantees of {@link Backbone}: (1) a layer is a function of its input and the mask alone; (2)
 * the identity hook is the plain sub-block; (3) padding keys get attention weight 0; (4) weights
 * are second operands only; (5) the weights are written once, before the constructor returns.
 */
public final class BertEncoder implements Backbone {
  private final BertConfig config;
  private final String contentHash;
  private final NDManager weights;
  private final Embeddings embeddings;
  private final LayerStack layers;

  private BertEncoder(
      BertConfig config, String contentHash, NDManager owner, CheckedWeights source) {
    this.config = config;
    this.contentHash = contentHash;
    this.weights = owner;
    embeddings = new Embeddings(owner, source, config);
    List<LayerStack.Layer> loaded = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      loaded.add(EncoderLayer.bert(owner, source, config, i));
    }
    layers = new LayerStack(loaded);
  }

  /**
   * Reads the weights into native memory; {@code weights} may be closed afterwards.
   *
   * @param contentHash identity of the backbone, see {@link Backbone#contentHash()}
   * @throws WeightFileException when a tensor is missing or has another shape than the
   *     configuration says; names tensor, expected and actual shape
   */
  public static BertEncoder load(BertConfig config, WeightFile weights, String contentHash) {
    NDManager owner = NeuralRuntime.get().newManager();
    try {
      return new BertEncoder(config, contentHash, owner, new CheckedWeights(weights));
    } catch (RuntimeException | Error failure) {
      owner.close();
      throw failure;
    }
  }

  @Override
  public BertConfig config() {
    return config;
  }

  @Override
  public String contentHash() {
    return contentHash;
  }

  @Override
  public NDArray embed(NDManager scope, InputBatch batch) {
    if (batch instanceof TokenBatch tokens) {
      return embeddings.apply(scope, tokens);
    }
    throw new IllegalArgumentException("this encoder takes tokens of texts, the rows are pictures");
  }

  @Override
  public NDArray encode(
      NDArray hidden, AttentionMask mask, int fromLayer, int toLayer, LayerHook hook) {
    return layers.encode(hidden, mask, fromLayer, toLayer, hook);
  }

  @Override
  public NDArray pool(NDArray hidden, AttentionMask mask) {
    if (config.pooling() == Pooling.CLS) {
      try (NDArray first = hidden.get(":, 0")) {
        return first.duplicate();
      }
    }
    int rows = mask.lengths().length;
    float[] shares = new float[rows * mask.length()];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < mask.lengths()[row]; i++) {
        shares[row * mask.length() + i] = 1f / mask.lengths()[row];
      }
    }
    Shape shape = new Shape(rows, 1, mask.length());
    try (NDArray weight = EngineValues.of(hidden.getManager(), shares, shape);
        NDArray mean = weight.matMul(hidden)) {
      return mean.squeeze(1);
    }
  }

  @Override
  public void close() {
    weights.close();
  }
}
