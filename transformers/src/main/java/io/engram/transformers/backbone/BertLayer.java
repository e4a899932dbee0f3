package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * One post-LayerNorm encoder layer (Devlin et al. 2019) with its insertion points. Arrays are
 * closed as soon as nothing needs them: native memory is then reused while it is still in the
 * processor's cache, and automatic differentiation keeps what it needs by itself.
 */
final class BertLayer implements LayerStack.Layer {
  private final int index;
  private final SelfAttention attention;
  private final FrozenLinear attentionOutput;
  private final FrozenNorm attentionNorm;
  private final FrozenLinear intermediate;
  private final Activation activation;
  private final FrozenLinear output;
  private final FrozenNorm outputNorm;

  BertLayer(NDManager owner, CheckedWeights weights, BertConfig config, int index) {
    this.index = index;
    int hidden = config.hidden();
    int inner = config.intermediate();
    String prefix = "encoder.layer." + index + ".";
    attention = SelfAttention.load(owner, weights, prefix + "attention.self", config, true);
    attentionOutput =
        FrozenLinear.load(owner, weights, prefix + "attention.output.dense", hidden, hidden);
    attentionNorm = FrozenNorm.load(owner, weights, prefix + "attention.output.LayerNorm", config);
    intermediate = FrozenLinear.load(owner, weights, prefix + "intermediate.dense", inner, hidden);
    activation = Activation.named(config.activation());
    output = FrozenLinear.load(owner, weights, prefix + "output.dense", hidden, inner);
    outputNorm = FrozenNorm.load(owner, weights, prefix + "output.LayerNorm", config);
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
    try (NDArray context =
        attention.apply(
            input, mask, projections -> hook.beforeAttention(index, input, projections))) {
      projection = attentionOutput.apply(context);
    }
    NDArray result = hook.afterAttention(index, projection, input, attentionNorm);
    if (result != projection) {
      projection.close();
    }
    return result;
  }

  private NDArray feedForward(NDArray attended, LayerHook hook) {
    NDArray projection;
    try (NDArray inner = intermediate.apply(attended);
        NDArray activated = activation.apply(inner)) {
      projection = output.apply(activated);
    }
    NDArray result = hook.afterFeedForward(index, projection, attended, outputNorm);
    if (result != projection) {
      projection.close();
    }
    return result;
  }
}
