package io.engram.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.BottleneckConfig.Site;
import java.util.EnumMap;
import java.util.Map;

/**
 * With B the {@link Bottleneck}, z a sub-block's projection, x its residual input and LN its frozen
 * LayerNorm:
 *
 * <ul>
 *   <li>Houlsby, both sub-blocks: {@code LN(z + B(z) + x)}.
 *   <li>Pfeiffer, feed-forward sub-block: {@code LN(z + B(LN(z + x)) + x)}.
 * </ul>
 *
 * In a pre-LayerNorm encoder such as ViT a sub-block ends without a LayerNorm and LN is nothing, as
 * in AdapterHub's library: {@code z + B(z) + x} and {@code z + B(z + x) + x}.
 */
final class BottleneckAdapter extends Adapter {
  private final Placement placement;
  private final Map<Site, Bottleneck[]> bottlenecks = new EnumMap<>(Site.class);

  BottleneckAdapter(
      BottleneckConfig config, AdapterWeights weights, NDManager owner, boolean trainable) {
    super(weights, owner, trainable);
    placement = config.placement();
    for (Site site : Site.of(placement)) {
      Bottleneck[] byLayer = new Bottleneck[layers()];
      for (int layer = config.fromLayer(); layer < layers(); layer++) {
        String prefix = site.prefix(layer);
        byLayer[layer] =
            new Bottleneck(
                placement,
                parameters().get(prefix + "down.weight"),
                parameters().get(prefix + "down.bias"),
                parameters().get(prefix + "up.weight"),
                parameters().get(prefix + "up.bias"));
      }
      bottlenecks.put(site, byLayer);
    }
  }

  @Override
  public NDArray afterAttention(int layer, NDArray projection, NDArray residual, Norm norm) {
    return insert(Site.ATTENTION, layer, projection, residual, norm);
  }

  @Override
  public NDArray afterFeedForward(int layer, NDArray projection, NDArray residual, Norm norm) {
    return insert(Site.OUTPUT, layer, projection, residual, norm);
  }

  private NDArray insert(Site site, int layer, NDArray projection, NDArray residual, Norm norm) {
    Bottleneck[] byLayer = bottlenecks.get(site);
    if (!adapts(layer) || byLayer == null) {
      projection.addi(residual);
      return norm.apply(projection);
    }
    Bottleneck bottleneck = byLayer[layer];
    return switch (placement) {
      case HOULSBY -> {
        try (NDArray sum = bottleneck.apply(projection)) {
          sum.addi(projection);
          sum.addi(residual);
          yield norm.apply(sum);
        }
      }
      case PFEIFFER -> {
        projection.addi(residual);
        try (NDArray normed = norm.apply(projection);
            NDArray sum = bottleneck.apply(normed)) {
          sum.addi(projection);
          yield norm.apply(sum);
        }
      }
    };
  }
}
