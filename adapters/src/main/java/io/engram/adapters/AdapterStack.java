package io.engram.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.BottleneckConfig.Site;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Frozen bottleneck adapters of one kind side by side in the engine: what a {@link Fusion} attends
 * to. Narrower ones get units that read and add nothing.
 */
public final class AdapterStack {
  private final FusionConfig config;
  private final int count;
  private final int width;
  private final int hidden;
  private final Map<Site, Layer[]> sites;

  /**
   * One place in one layer, N adapters of m units.
   *
   * @param downWeight {@code [N m, hidden]}
   * @param downBias {@code [N m]}
   * @param upWeight {@code [N m, hidden]}, a row a unit
   * @param upBias {@code [N, hidden]}
   */
  record Layer(NDArray downWeight, NDArray downBias, NDArray upWeight, NDArray upBias) {}

  private AdapterStack(
      FusionConfig config, int count, int width, int hidden, Map<Site, Layer[]> sites) {
    this.config = config;
    this.count = count;
    this.width = width;
    this.hidden = hidden;
    this.sites = sites;
  }

  /**
   * @param adapters at least one, of one kind and first layer
   * @param owner manager of the arrays; closing it frees them
   * @throws IllegalArgumentException when adapters of their kind cannot be fused, or they differ
   */
  public static AdapterStack of(List<AdapterWeights> adapters, NDManager owner) {
    FusionConfig config = FusionConfig.of(adapters.get(0).config());
    int layers = AdapterTensors.layers(adapters.get(0).tensors());
    for (AdapterWeights adapter : adapters) {
      if (!FusionConfig.of(adapter.config()).equals(config)
          || AdapterTensors.layers(adapter.tensors()) != layers) {
        throw new IllegalArgumentException(
            "adapters of "
                + adapters.get(0).config()
                + " and "
                + adapter.config()
                + " cannot be fused: they do not sit in the same places");
      }
    }
    int width = adapters.stream().mapToInt(adapter -> adapter.config().width()).max().orElseThrow();
    int hidden = AdapterTensors.hidden(adapters.get(0).config(), adapters.get(0).tensors());
    Map<Site, Layer[]> sites = new EnumMap<>(Site.class);
    for (Site site : Site.of(config.placement())) {
      Layer[] byLayer = new Layer[layers];
      for (int layer = config.fromLayer(); layer < layers; layer++) {
        byLayer[layer] = layer(adapters, site.prefix(layer), width, hidden, owner);
      }
      sites.put(site, byLayer);
    }
    return new AdapterStack(config, adapters.size(), width, hidden, sites);
  }

  private static Layer layer(
      List<AdapterWeights> adapters, String prefix, int width, int hidden, NDManager owner) {
    int units = Math.multiplyExact(adapters.size(), width);
    float[] down = new float[Math.multiplyExact(units, hidden)];
    float[] downBias = new float[units];
    float[] up = new float[down.length];
    float[] upBias = new float[adapters.size() * hidden];
    for (int a = 0; a < adapters.size(); a++) {
      AdapterWeights adapter = adapters.get(a);
      int own = adapter.config().width();
      int first = a * width;
      System.arraycopy(
          values(adapter, prefix + "down.weight"), 0, down, first * hidden, own * hidden);
      System.arraycopy(values(adapter, prefix + "down.bias"), 0, downBias, first, own);
      System.arraycopy(values(adapter, prefix + "up.bias"), 0, upBias, a * hidden, hidden);
      float[] upWeight = values(adapter, prefix + "up.weight");
      for (int h = 0; h < hidden; h++) {
        for (int u = 0; u < own; u++) {
          up[(first + u) * hidden + h] = upWeight[h * own + u];
        }
      }
    }
    return new Layer(
        owner.create(down, new Shape(units, hidden)),
        owner.create(downBias),
        owner.create(up, new Shape(units, hidden)),
        owner.create(upBias, new Shape(adapters.size(), hidden)));
  }

  private static float[] values(AdapterWeights adapter, String name) {
    return adapter.tensors().get(name).values();
  }

  /**
   * Some of the adapters, in the given order. The first few share the arrays of this stack.
   *
   * @param owner manager of what cannot be shared
   */
  public AdapterStack select(List<Integer> chosen, NDManager owner) {
    boolean first = IntStream.range(0, chosen.size()).allMatch(i -> chosen.get(i) == i);
    if (first && chosen.size() == count) {
      return this;
    }
    int[] units =
        chosen.stream().flatMapToInt(a -> IntStream.range(a * width, (a + 1) * width)).toArray();
    int[] numbers = chosen.stream().mapToInt(Integer::intValue).toArray();
    Map<Site, Layer[]> selected = new EnumMap<>(Site.class);
    sites.forEach(
        (site, byLayer) -> {
          Layer[] some = new Layer[byLayer.length];
          for (int layer = config.fromLayer(); layer < some.length; layer++) {
            Layer all = byLayer[layer];
            some[layer] =
                new Layer(
                    rows(all.downWeight(), units, first, owner),
                    rows(all.downBias(), units, first, owner),
                    rows(all.upWeight(), units, first, owner),
                    rows(all.upBias(), numbers, first, owner));
          }
          selected.put(site, some);
        });
    return new AdapterStack(config, chosen.size(), width, hidden, selected);
  }

  private static NDArray rows(NDArray all, int[] rows, boolean first, NDManager owner) {
    NDArray some;
    if (first) {
      some = all.get(new NDIndex(":" + rows.length));
    } else {
      try (NDArray index = owner.create(rows)) {
        some = all.get(index);
      }
    }
    some.attach(owner);
    return some;
  }

  FusionConfig config() {
    return config;
  }

  /** N. */
  int count() {
    return count;
  }

  /** m. */
  int width() {
    return width;
  }

  int hidden() {
    return hidden;
  }

  /** Null where nothing sits. */
  Layer layer(Site site, int layer) {
    Layer[] byLayer = sites.get(site);
    return byLayer == null || layer < config.fromLayer() ? null : byLayer[layer];
  }
}
