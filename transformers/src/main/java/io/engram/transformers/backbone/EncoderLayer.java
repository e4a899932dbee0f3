package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.engram.transformers.backbone.LayerChange.Part;
import java.util.Optional;

/**
 * One encoder layer with its insertion points: with a LayerNorm after each sub-block (Devlin et al.
 * 2019), or before it (Dosovitskiy et al. 2021, equations 2 and 3). Arrays are closed as soon as
 * nothing needs them: native memory is then reused while it is still in the processor's cache, and
 * automatic differentiation keeps what it needs by itself.
 *
 * @param normFirst whether the norms stand before their sub-blocks
 */
record EncoderLayer(
    int index,
    boolean normFirst,
    FrozenNorm attentionNorm,
    SelfAttention attention,
    FrozenLinear attentionOutput,
    FrozenNorm outputNorm,
    FrozenLinear intermediate,
    Activation activation,
    FrozenLinear output)
    implements LayerStack.Layer {

  /** A layer of a {@link BertEncoder}. */
  static EncoderLayer bert(NDManager owner, CheckedWeights weights, BertConfig config, int index) {
    String prefix = prefix(index);
    return load(
        owner,
        weights,
        config,
        index,
        false,
        FrozenNorm.load(owner, weights, prefix + "attention.output.LayerNorm", config),
        SelfAttention.load(owner, weights, prefix + "attention.self", config, true),
        FrozenNorm.load(owner, weights, prefix + "output.LayerNorm", config));
  }

  /** A layer of a {@link VitEncoder}. */
  static EncoderLayer vit(NDManager owner, CheckedWeights weights, VitConfig config, int index) {
    String prefix = prefix(index);
    return load(
        owner,
        weights,
        config,
        index,
        true,
        FrozenNorm.load(owner, weights, prefix + "layernorm_before", config),
        SelfAttention.load(
            owner, weights, prefix + "attention.attention", config, config.projectionBias()),
        FrozenNorm.load(owner, weights, prefix + "layernorm_after", config));
  }

  private static EncoderLayer load(
      NDManager owner,
      CheckedWeights weights,
      EncoderConfig config,
      int index,
      boolean normFirst,
      FrozenNorm attentionNorm,
      SelfAttention attention,
      FrozenNorm outputNorm) {
    int hidden = config.hidden();
    int inner = config.intermediate();
    String prefix = prefix(index);
    return new EncoderLayer(
        index,
        normFirst,
        attentionNorm,
        attention,
        FrozenLinear.load(owner, weights, prefix + "attention.output.dense", hidden, hidden),
        outputNorm,
        FrozenLinear.load(owner, weights, prefix + "intermediate.dense", inner, hidden),
        Activation.named(config.activation()),
        FrozenLinear.load(owner, weights, prefix + "output.dense", hidden, inner));
  }

  /** Names of a layer's tensors begin so. */
  static String prefix(int index) {
    return "encoder.layer." + index + ".";
  }

  @Override
  public NDArray apply(NDArray input, AttentionMask mask, LayerHook hook) {
    Optional<LayerChange> change = hook.change(index);
    if (change.isEmpty()) {
      return run(input, mask, hook);
    }
    try (NDManager scope = input.getManager().newSubManager()) {
      return plus(scope, change.get()).run(input, mask, hook);
    }
  }

  private EncoderLayer plus(NDManager scope, LayerChange change) {
    return new EncoderLayer(
        index,
        normFirst,
        attentionNorm.plus(scope, change.of(Part.ATTENTION_NORM)),
        attention.plus(scope, change.of(Part.QUERY), change.of(Part.KEY), change.of(Part.VALUE)),
        attentionOutput.plus(scope, change.of(Part.ATTENTION_OUTPUT)),
        outputNorm.plus(scope, change.of(Part.OUTPUT_NORM)),
        intermediate.plus(scope, change.of(Part.INTERMEDIATE)),
        activation,
        output.plus(scope, change.of(Part.OUTPUT)));
  }

  private NDArray run(NDArray input, AttentionMask mask, LayerHook hook) {
    NDArray attended = attend(input, mask, hook);
    NDArray result = feedForward(attended, hook);
    if (result != attended) {
      attended.close();
    }
    return result;
  }

  private NDArray attend(NDArray input, AttentionMask mask, LayerHook hook) {
    NDArray entering = entering(input, attentionNorm);
    NDArray projection;
    try (NDArray context =
        attention.apply(
            entering, mask, projections -> hook.beforeAttention(index, entering, projections))) {
      projection = attentionOutput.apply(context);
    } finally {
      closeUnless(entering, input);
    }
    NDArray result = hook.afterAttention(index, projection, input, leaving(attentionNorm));
    closeUnless(projection, result);
    return result;
  }

  private NDArray feedForward(NDArray attended, LayerHook hook) {
    NDArray entering = entering(attended, outputNorm);
    NDArray projection;
    try (NDArray inner = intermediate.apply(entering);
        NDArray activated = activation.apply(inner)) {
      projection = output.apply(activated);
    } finally {
      closeUnless(entering, attended);
    }
    NDArray result = hook.afterFeedForward(index, projection, attended, leaving(outputNorm));
    closeUnless(projection, result);
    return result;
  }

  private NDArray entering(NDArray input, FrozenNorm norm) {
    return normFirst ? norm.apply(input) : input;
  }

  private LayerHook.Norm leaving(FrozenNorm norm) {
    return normFirst ? LayerHook.Norm.NONE : norm;
  }

  private static void closeUnless(NDArray array, NDArray kept) {
    if (array != kept) {
      array.close();
    }
  }
}
