package io.engram.adapters;

import io.engram.adapters.BottleneckConfig.Placement;

/** A configuration of every kind, for tests that hold for all of them. */
public final class AdapterConfigs {
  private AdapterConfigs() {}

  public static AdapterConfig of(AdapterKind kind, int width, int fromLayer) {
    return switch (kind) {
      case HOULSBY -> new BottleneckConfig(Placement.HOULSBY, width, fromLayer);
      case PFEIFFER -> new BottleneckConfig(Placement.PFEIFFER, width, fromLayer);
      case LORA -> LoraConfig.ofAlpha(width, 2.0 * width, fromLayer);
    };
  }
}
