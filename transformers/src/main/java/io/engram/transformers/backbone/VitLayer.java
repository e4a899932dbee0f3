package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * One pre-LayerNorm encoder layer (Dosovitskiy et al. 2021, equations 2 and 3) with its insertion
 * points. Arrays are closed as in {@link BertLayer}.
 */
final class VitLayer implements LayerStack.Layer {
  private final int index;
  private final FrozenNorm attentionNorm;
  private final SelfAttention attention;
  private final FrozenLinear attentionOutput;
  private final FrozenNorm outputNorm;
  private final FrozenLinear intermediate;
  private final Activation activation;
  private final FrozenLinear output;

  VitLayer(
      int index,
      FrozenNorm attentionNorm,
      SelfAttention attention,
      FrozenLinear attentionOutput,
      FrozenNorm outputNorm,
      FrozenLinear intermediate,
      Activation activation,
      FrozenLinear output) {
    this.index = index;
    this.attentionNorm = attentionNorm;
    this.attention = attention;
    this.attentionOutput = attentionOutput;
    this.outputNorm = outputNorm;
    this.intermediate = intermediate;
    this.activation = activation;
    this.output = output;
  }

  VitLayer(NDManager owner, CheckedWeights weights, VitConfig config, int index) {
    this.index = index;
    int hidden = config.hidden();
    int inner = config.intermediate();
    String prefix = "encoder.layer." + index + ".";
    attentionNorm = FrozenNorm.load(owner, weights, prefix + "layernorm_before", config);
    attention =
        SelfAttention.load(
            owner, weights, prefix + "attention.attention", config, config.projectionBias());
    attentionOutput =
        FrozenLinear.load(owner, weights, prefix + "attention.output.dense", hidden, hidden);
    outputNorm = FrozenNorm.load(owner, weights, prefix + "layernorm_after", config);
    intermediate = FrozenLinear.load(owner, weights, prefix + "intermediate.dense", inner, hidden);
    activation = Activation.named(config.activation());
    output = FrozenLinear.load(owner, weights, prefix + "output.dense", hidden, inner);
  }

  @Override
  public NDArray apply(NDArray input, AttentionMask mask, LayerHook hook) {
    NDArray attended = attend(input, mask, hook);
    NDArray result = feedForward(attended, hook);
    if (result != attended) {
      attended.close();
    }
    return result;
  }

  private NDArray attend(NDArray input, AttentionMask mask, LayerHook hook) {
    NDArray projection;
    try (NDArray normed = attentionNorm.apply(input);
        NDArray context =
            attention.apply(
                normed, mask, projections -> hook.beforeAttention(index, normed, projections))) {
      projection = attentionOutput.apply(context);
    }
    NDArray result = hook.afterAttention(index, projection, input, LayerHook.Norm.NONE);
    if (result != projection) {
      projection.close();
    }
    return result;
  }

  private NDArray feedForward(NDArray attended, LayerHook hook) {
    NDArray projection;
    try (NDArray normed = outputNorm.apply(attended);
        NDArray inner = intermediate.apply(normed);
        NDArray activated = activation.apply(inner)) {
      projection = output.apply(activated);
    }
    NDArray result = hook.afterFeedForward(index, projection, attended, LayerHook.Norm.NONE);
    if (result != projection) {
      projection.close();
    }
    return result;
  }
}
