package io.engram.adapters;

import io.engram.transformers.backbone.EncoderConfig;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /** The sub-block of an encoder layer in which a bottleneck sits. */
  enum Site {
    ATTENTION,
    OUTPUT;

    /** {@code layer.3.attention.} */
    String prefix(int layer) {
      return "layer." + layer + (this == ATTENTION ? ".attention." : ".output.");
    }

    /** The sites a placement uses, in the order of the forward pass. */
    static List<Site> of(Placement placement) {
      return placement == Placement.HOULSBY ? List.of(ATTENTION, OUTPUT) : List.of(OUTPUT);
    }
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
  public AdapterKind kind() {
    return placement == Placement.HOULSBY ? AdapterKind.HOULSBY : AdapterKind.PFEIFFER;
  }

  @Override
  public BottleneckConfig withWidth(int units) {
    return new BottleneckConfig(placement, units, fromLayer);
  }

  @Override
  public SortedMap<String, TensorRole> tensors(int layers) {
    SortedMap<String, TensorRole> tensors = new TreeMap<>();
    for (int layer = fromLayer; layer < layers; layer++) {
      for (Site site : Site.of(placement)) {
        String prefix = site.prefix(layer);
        tensors.put(prefix + "down.weight", TensorRole.UNIT_INPUT);
        tensors.put(prefix + "down.bias", TensorRole.UNIT_BIAS);
        tensors.put(prefix + "up.weight", TensorRole.UNIT_OUTPUT);
        tensors.put(prefix + "up.bias", TensorRole.BIAS);
      }
    }
    return tensors;
  }
}
