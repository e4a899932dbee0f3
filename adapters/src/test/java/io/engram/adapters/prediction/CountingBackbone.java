package io.engram.adapters.prediction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.InputBatch;
import io.engram.transformers.backbone.LayerHook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes down which layers were encoded. */
final class CountingBackbone implements Backbone {
  private final Backbone backbone;
  private final List<String> passes = Collections.synchronizedList(new ArrayList<>());

  CountingBackbone(Backbone backbone) {
    this.backbone = backbone;
  }

  List<String> passes() {
    return passes;
  }

  @Override
  public EncoderConfig config() {
    return backbone.config();
  }

  @Override
  public String contentHash() {
    return backbone.contentHash();
  }

  @Override
  public NDArray embed(NDManager scope, InputBatch batch) {
    return backbone.embed(scope, batch);
  }

  @Override
  public NDArray encode(
      NDArray hidden, AttentionMask mask, int fromLayer, int toLayer, LayerHook hook) {
    passes.add(fromLayer + "-" + toLayer);
    return backbone.encode(hidden, mask, fromLayer, toLayer, hook);
  }

  @Override
  public NDArray pool(NDArray hidden, AttentionMask mask) {
    return backbone.pool(hidden, mask);
  }

  @Override
  public void close() {}
}
