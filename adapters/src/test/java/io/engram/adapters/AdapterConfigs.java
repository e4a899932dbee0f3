package io.engram.adapters;

import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.transformers.backbone.TinyBackbone;

/**
 * A configuration of every kind, for tests that hold for all of them; a full one has the width of
 * the tiny backbones, whatever is asked for.
 */
public final class AdapterConfigs {
  private AdapterConfigs() {}

  public static AdapterConfig of(AdapterKind kind, int width, int fromLayer) {
    return switch (kind) {
      case HOULSBY -> new BottleneckConfig(Placement.HOULSBY, width, fromLayer);
      case PFEIFFER -> new BottleneckConfig(Placement.PFEIFFER, width, fromLayer);
      case FULL -> new FullConfig(TinyBackbone.config().intermediate(), fromLayer);
      case LORA -> LoraConfig.ofAlpha(width, 2.0 * width, fromLayer);
    };
  }
}
