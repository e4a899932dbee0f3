package io.engram.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.engram.adapters.BottleneckConfig.Site;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.runtime.LiveTensors;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Learnt attention over frozen adapters (AdapterFusion, Pfeiffer et al. 2021, section 3.2), as the
 * Python {@code adapters} library computes it. With {@code b_i(u)} what adapter i adds where it
 * reads u (z of Houlsby, {@code LN(z + x)} of Pfeiffer, see {@link BottleneckAdapter}), and no
 * temperature:
 *
 * <pre>
 * s_i = (W_q u + q) · W_k b_i(u)        p = softmax(s)
 * F(u) = Σ_i p_i W_v b_i(u)
 * </pre>
 *
 * The sub-block's output is {@code LN(z + F(u) + x)}. With {@code b_i = U_i a_i + c_i} all of it is
 * computed over the units {@code a_i} of all adapters at once: {@code s_i = (U_iᵀ r) · a_i + r ·
 * c_i} where {@code r = W_kᵀ (W_q u + q)}, and {@code F = W_v Σ_i (U_i p_i a_i + p_i c_i)}, so that
 * key and value cost one product each whatever the number of adapters. Safe for use from several
 * threads at once unless it is being trained.
 */
public final class Fusion implements LayerHook, AutoCloseable {
  private static final String VALUE = "fusion.value.weight";

  private final FusionConfig config;
  private final AdapterStack adapters;
  private final int layers;
  private final SortedMap<String, NDArray> parameters = new TreeMap<>();
  private final Map<Site, Attention[]> sites = new EnumMap<>(Site.class);

  private record Attention(
      NDArray queryWeight, NDArray queryBias, NDArray keyWeight, NDArray valueWeight) {}

  /**
   * Copies weights into the engine.
   *
   * @param adapters what is attended to; stays the caller's
   * @param owner manager of the arrays; closing it or the fusion frees them
   * @param trainable whether the arrays take gradients
   * @throws IllegalArgumentException when it was not made for such adapters
   */
  public Fusion(FusionWeights weights, AdapterStack adapters, NDManager owner, boolean trainable) {
    FusionWeights.check(weights.config(), weights.tensors());
    this.config = weights.config();
    this.adapters = adapters;
    this.layers = weights.layers();
    if (!config.equals(adapters.config())) {
      throw new IllegalArgumentException(
          "the fusion was made for adapters of " + config + ", these are of " + adapters.config());
    }
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              NDArray array = owner.create(tensor.values(), new Shape(tensor.shape()));
              array.setRequiresGradient(trainable);
              parameters.put(name, array);
            });
    for (Site site : Site.of(config.placement())) {
      Attention[] byLayer = new Attention[layers];
      for (int layer = config.fromLayer(); layer < layers; layer++) {
        String prefix = FusionConfig.prefix(site, layer);
        byLayer[layer] =
            new Attention(
                parameters.get(prefix + "query.weight"),
                parameters.get(prefix + "query.bias"),
                parameters.get(prefix + "key.weight"),
                parameters.get(prefix + "value.weight"));
      }
      sites.put(site, byLayer);
    }
  }

  /** Whether a tensor of that name is a value matrix: those begin at the identity. */
  public static boolean isValue(String name) {
    return name.endsWith(VALUE);
  }

  public FusionConfig config() {
    return config;
  }

  /** The live arrays by tensor name; an optimiser changes them in place. */
  public SortedMap<String, NDArray> parameters() {
    return Collections.unmodifiableSortedMap(parameters);
  }

  /** A copy of the present values outside the engine. */
  public FusionWeights export() {
    return new FusionWeights(config, LiveTensors.copy(parameters));
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
    if (layer >= layers) {
      throw new IllegalArgumentException(
          "the fusion was made for " + layers + " layers, the encoder has more");
    }
    AdapterStack.Layer stacked = adapters.layer(site, layer);
    if (stacked == null) {
      projection.addi(residual);
      return norm.apply(projection);
    }
    Attention attention = sites.get(site)[layer];
    return switch (config.placement()) {
      case HOULSBY -> {
        try (NDArray sum = attend(attention, stacked, projection)) {
          sum.addi(projection);
          sum.addi(residual);
          yield norm.apply(sum);
        }
      }
      case PFEIFFER -> {
        projection.addi(residual);
        try (NDArray normed = norm.apply(projection);
            NDArray sum = attend(attention, stacked, normed)) {
          sum.addi(projection);
          yield norm.apply(sum);
        }
      }
    };
  }

  /**
   * @param input u, {@code [batch, length, hidden]}
   * @return F(u), same shape, in the manager of {@code input}
   */
  private NDArray attend(Attention attention, AdapterStack.Layer stacked, NDArray input) {
    Shape flat = input.getShape();
    long batch = flat.get(0);
    long length = flat.get(1);
    int units = adapters.count() * adapters.width();
    Shape byAdapter = new Shape(batch, length, adapters.count(), adapters.width());
    try (NDArray active = units(stacked, input);
        NDArray activeByAdapter = active.reshape(byAdapter);
        NDArray shares = shares(attention, stacked, input, activeByAdapter);
        NDArray sharesOfUnits = shares.expandDims(3);
        NDArray shared = activeByAdapter.mul(sharesOfUnits);
        NDArray sharedUnits = shared.reshape(new Shape(batch, length, units));
        NDArray mixed = sharedUnits.matMul(stacked.upWeight());
        NDArray biases = shares.matMul(stacked.upBias());
        NDArray context = mixed.add(biases)) {
      return Linear.linear(context, attention.valueWeight()).singletonOrThrow();
    }
  }

  /** a, {@code [batch, length, N m]}. */
  private NDArray units(AdapterStack.Layer stacked, NDArray input) {
    try (NDArray units =
        Linear.linear(input, stacked.downWeight(), stacked.downBias()).singletonOrThrow()) {
      return Bottleneck.activate(config.placement(), units);
    }
  }

  /** p, {@code [batch, length, N]}. */
  private static NDArray shares(
      Attention attention, AdapterStack.Layer stacked, NDArray input, NDArray activeByAdapter) {
    try (NDArray query =
            Linear.linear(input, attention.queryWeight(), attention.queryBias())
                .singletonOrThrow();
        NDArray read = query.matMul(attention.keyWeight());
        NDArray seen = Linear.linear(read, stacked.upWeight()).singletonOrThrow();
        NDArray seenByAdapter = seen.reshape(activeByAdapter.getShape());
        NDArray products = seenByAdapter.mul(activeByAdapter);
        NDArray sums = products.sum(new int[] {3});
        NDArray biases = Linear.linear(read, stacked.upBias()).singletonOrThrow();
        NDArray scores = sums.add(biases)) {
      return scores.softmax(2);
    }
  }

  @Override
  public void close() {
    parameters.values().forEach(NDArray::close);
  }
}
