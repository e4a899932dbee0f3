package io.engram.adapters;

import io.engram.transformers.backbone.EncoderConfig;

/**
 * A bottleneck adapter (Houlsby et al. 2019, Pfeiffer et al. 2021): {@code B(u) = W_up act(W_down u
 * + b_down) + b_up}.
 *
 * @param placement Houlsby (both sub-blocks, swish) or Pfeiffer (feed-forward only, relu)
 * @param width m, units of the bottleneck; usually hidden / reduction
 * @param fromLayer first adapted layer
 */
public record BottleneckConfig(Placement placement, int width, int fromLayer)
    implements AdapterConfig {

  /** Where the bottleneck sits. */
  public enum Placement {
    HOULSBY,
    PFEIFFER
  }

  public BottleneckConfig {
    if (width < 1) {
      throw new IllegalArgumentException("adapter width must be at least 1, got " + width);
    }
    if (fromLayer < 0) {
      throw new IllegalArgumentException("fromLayer must not be negative, got " + fromLayer);
    }
  }

  /** Width by reduction factor, as in the papers. */
  public static BottleneckConfig reduced(
      Placement placement, EncoderConfig encoder, int reduction, int fromLayer) {
    return new BottleneckConfig(placement, Math.max(1, encoder.hidden() / reduction), fromLayer);
  }

  @Override
  public String kind() {
    return placement == Placement.HOULSBY ? "houlsby" : "pfeiffer";
  }

  @Override
  public long parameters(int layers, int hidden) {
    long perAdapter = 2L * hidden * width + width + hidden;
    return perAdapter * (placement == Placement.HOULSBY ? 2 : 1) * Math.max(0, layers - fromLayer);
  }
}
