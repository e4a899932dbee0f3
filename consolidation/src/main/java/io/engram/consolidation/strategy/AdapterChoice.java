package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.FullConfig;
import io.engram.adapters.LoraConfig;
import io.engram.transformers.backbone.EncoderConfig;

/**
 * Which adapter a user wants; becomes an {@link AdapterConfig} once the backbone is known.
 *
 * @param reduction hidden size by the width of a bottleneck
 * @param rank r of a LoRA
 * @param alpha of a LoRA: its changes are multiplied by alpha / r
 */
public record AdapterChoice(AdapterKind kind, int reduction, int rank, double alpha) {

  /** Houlsby of reduction 16; where LoRA is chosen, rank 8 and alpha 16. */
  public static AdapterChoice defaults() {
    return new AdapterChoice(AdapterKind.HOULSBY, 16, 8, 16);
  }

  public AdapterChoice withKind(AdapterKind other) {
    return new AdapterChoice(other, reduction, rank, alpha);
  }

  AdapterConfig on(EncoderConfig encoder, int fromLayer) {
    return switch (kind) {
      case HOULSBY -> BottleneckConfig.reduced(Placement.HOULSBY, encoder, reduction, fromLayer);
      case PFEIFFER -> BottleneckConfig.reduced(Placement.PFEIFFER, encoder, reduction, fromLayer);
      case FULL -> new FullConfig(encoder.intermediate(), fromLayer);
      case LORA -> LoraConfig.ofAlpha(rank, alpha, fromLayer);
    };
  }
}
