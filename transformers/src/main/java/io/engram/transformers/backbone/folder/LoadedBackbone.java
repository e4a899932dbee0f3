package io.engram.transformers.backbone.folder;

import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.metrics.WorkCount;
import io.engram.transformers.metrics.WorkTime;
import io.engram.transformers.text.Tokenizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** A frozen encoder with its tokenizers, one for each maximum length that was asked for. */
public final class LoadedBackbone implements AutoCloseable {
  private final Backbone backbone;
  private final IntFunction<Tokenizer> tokenizers;
  private final Map<Integer, Tokenizer> byMaxLength = new ConcurrentHashMap<>();

  /** Loads the encoder of a folder; the caller closes it. */
  public LoadedBackbone(BackboneFolder folder) {
    try (WorkTime.Clock clock = WorkTime.IO.start()) {
      this.backbone = folder.load();
    }
    WorkCount.BACKBONE_LOADS.add(1);
    this.tokenizers = folder::tokenizer;
  }

  public Backbone backbone() {
    return backbone;
  }

  /** The tokenizer that cuts at {@code maxLength} tokens; it is closed with the backbone. */
  public Tokenizer tokenizer(int maxLength) {
    return byMaxLength.computeIfAbsent(maxLength, tokenizers::apply);
  }

  @Override
  public void close() {
    byMaxLength.values().forEach(Tokenizer::close);
    backbone.close();
  }
}
