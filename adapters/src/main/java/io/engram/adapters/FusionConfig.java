package io.engram.adapters;

import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.BottleneckConfig.Site;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which bottleneck adapters a fusion attends to (AdapterFusion, Pfeiffer et al. 2021): it sits
 * where they sit.
 *
 * @param placement of the adapters
 * @param fromLayer first adapted layer
 */
public record FusionConfig(Placement placement, int fromLayer) implements Serializable {

  public FusionConfig {
    if (fromLayer < 0) {
      throw new IllegalArgumentException("fromLayer must not be negative, got " + fromLayer);
    }
  }

  /** Whether adapters of this kind can be fused: only what adds something to a token can. */
  public static boolean fuses(AdapterConfig adapters) {
    return adapters instanceof BottleneckConfig;
  }

  /**
   * A fusion of adapters like this one, whatever their widths.
   *
   * @throws IllegalArgumentException when such adapters cannot be fused
   */
  public static FusionConfig of(AdapterConfig adapters) {
    if (adapters instanceof BottleneckConfig bottleneck) {
      return new FusionConfig(bottleneck.placement(), bottleneck.fromLayer());
    }
    throw new IllegalArgumentException(
        "adapters of kind "
            + adapters.kind().shortName()
            + " cannot be fused: choose "
            + AdapterKind.HOULSBY.shortName()
            + " or "
            + AdapterKind.PFEIFFER.shortName());
  }

  /** The kind of the adapters. */
  public AdapterKind kind() {
    return placement == Placement.HOULSBY ? AdapterKind.HOULSBY : AdapterKind.PFEIFFER;
  }

  /** {@code layer.3.output.fusion.} */
  static String prefix(Site site, int layer) {
    return site.prefix(layer) + "fusion.";
  }

  /** Shape of every tensor by its name in {@link FusionWeights}. */
  public SortedMap<String, long[]> shapes(int layers, int hidden) {
    SortedMap<String, long[]> shapes = new TreeMap<>();
    for (int layer = fromLayer; layer < layers; layer++) {
      for (Site site : Site.of(placement)) {
        String prefix = prefix(site, layer);
        shapes.put(prefix + "query.weight", new long[] {hidden, hidden});
        shapes.put(prefix + "query.bias", new long[] {hidden});
        shapes.put(prefix + "key.weight", new long[] {hidden, hidden});
        shapes.put(prefix + "value.weight", new long[] {hidden, hidden});
      }
    }
    return shapes;
  }

  /** Trainable values: {@code 3 hidden² + hidden} in each place where an adapter sits. */
  public long parameters(int layers, int hidden) {
    return shapes(layers, hidden).values().stream()
        .mapToLong(shape -> shape.length == 2 ? shape[0] * shape[1] : shape[0])
        .sum();
  }
}
