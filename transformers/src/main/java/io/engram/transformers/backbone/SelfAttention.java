package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.backbone.LayerChange.Affine;
import io.engram.transformers.backbone.LayerHook.Projections;
import io.engram.transformers.runtime.EngineValues;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Multi-head scaled dot-product attention without its output projection (Vaswani et al. 2017,
 * section 3.2). Query, key and value come from one matrix product; the scale {@code 1/sqrt(d_k)} is
 * folded into the query weights when they are loaded.
 */
final class SelfAttention {
  private static final String[] PARTS = {"query", "key", "value"};

  /**
   * Scores that are computed together at most. From 32 MB up the system gives an array new pages
   * each time, and long before that it no longer fits the processor's cache.
   */
  private static final long SCORES_AT_ONCE = 1_000_000;

  private final FrozenLinear queryKeyValue;
  private final int heads;
  private final int headWidth;

  SelfAttention(FrozenLinear queryKeyValue, int heads, int headWidth) {
    this.queryKeyValue = queryKeyValue;
    this.heads = heads;
    this.headWidth = headWidth;
  }

  /**
   * @param prefix tensor names before {@code .query.weight}
   * @param biased whether the projections have a bias
   */
  static SelfAttention load(
      NDManager owner,
      CheckedWeights weights,
      String prefix,
      EncoderConfig config,
      boolean biased) {
    int hidden = config.hidden();
    int headWidth = hidden / config.heads();
    float[] fusedWeight = new float[3 * hidden * hidden];
    float[] fusedBias = new float[3 * hidden];
    for (int part = 0; part < PARTS.length; part++) {
      String name = prefix + "." + PARTS[part];
      float[] weight = weights.read(name + ".weight", hidden, hidden);
      double scale = part == 0 ? 1 / Math.sqrt(headWidth) : 1;
      scaleInto(weight, scale, fusedWeight, part * hidden * hidden);
      if (biased) {
        scaleInto(weights.read(name + ".bias", hidden), scale, fusedBias, part * hidden);
      }
    }
    FrozenLinear fused =
        new FrozenLinear(
            owner.create(fusedWeight, new Shape(3L * hidden, hidden)), owner.create(fusedBias));
    return new SelfAttention(fused, config.heads(), headWidth);
  }

  private static void scaleInto(float[] values, double scale, float[] target, int offset) {
    for (int i = 0; i < values.length; i++) {
      target[offset + i] = (float) (values[i] * scale);
    }
  }

  /** Attention with changes of its projections added; computed arrays live as {@code scope}. */
  SelfAttention plus(NDManager scope, Affine query, Affine key, Affine value) {
    double scale = 1 / Math.sqrt(headWidth);
    NDArray weight = scaled(scope, query.weight(), scale);
    NDArray bias = scaled(scope, query.bias(), scale);
    NDArray keyBias = scope.zeros(bias.getShape());
    return new SelfAttention(
        new FrozenLinear(
            NDArrays.concat(new NDList(weight, key.weight(), value.weight()))
                .add(queryKeyValue.weight()),
            NDArrays.concat(new NDList(bias, keyBias, value.bias())).add(queryKeyValue.bias())),
        heads,
        headWidth);
  }

  private static NDArray scaled(NDManager scope, NDArray change, double scale) {
    NDArray scaled = EngineValues.times(change, scale);
    scaled.attach(scope);
    return scaled;
  }

  /**
   * @param hidden {@code [batch, length, hidden]}
   * @param change may add to query and value
   * @return the heads' outputs side by side, {@code [batch, length, hidden]}
   */
  NDArray apply(NDArray hidden, AttentionMask mask, Consumer<Projections> change) {
    long batch = hidden.getShape().get(0);
    long length = hidden.getShape().get(1);
    long rows = Math.max(1, SCORES_AT_ONCE / (heads * length * length));
    try (NDArray fused = queryKeyValue.apply(hidden)) {
      change.accept(new Fused(fused, heads * headWidth, headWidth));
      if (batch <= rows) {
        return attend(fused, mask.bias());
      }
      long[] cuts = LongStream.iterate(rows, cut -> cut < batch, cut -> cut + rows).toArray();
      try (NDList parts = fused.split(cuts);
          NDList biases = mask.bias() == null ? new NDList() : mask.bias().split(cuts);
          NDList contexts = new NDList()) {
        for (int i = 0; i < parts.size(); i++) {
          contexts.add(attend(parts.get(i), biases.isEmpty() ? null : biases.get(i)));
        }
        return NDArrays.concat(contexts);
      }
    }
  }

  /**
   * Adds in place to parts of one array.
   *
   * @param array query, key and value, {@code [batch, length, 3 hidden]}
   * @param hidden width of one part
   * @param headWidth d_k
   */
  private record Fused(NDArray array, int hidden, int headWidth) implements Projections {

    @Override
    public void addToQuery(NDArray change) {
      add(EngineValues.timesInPlace(change, 1 / Math.sqrt(headWidth)), 0);
    }

    @Override
    public void addToValue(NDArray change) {
      add(change, 2);
    }

    private void add(NDArray change, int part) {
      long from = (long) part * hidden;
      try (NDArray view = array.get(new NDIndex().addAllDim(2).addSliceDim(from, from + hidden))) {
        view.addi(change);
      }
    }
  }

  /**
   * @param fused query, key and value, {@code [batch, length, 3 hidden]}
   * @param bias {@code [batch, 1, 1, length]} or null
   */
  private NDArray attend(NDArray fused, NDArray bias) {
    long batch = fused.getShape().get(0);
    long length = fused.getShape().get(1);
    try (NDArray split = fused.reshape(batch, length, 3, heads, headWidth);
        NDArray ordered = split.transpose(2, 0, 3, 1, 4);
        NDArray parts = ordered.reshape(3, batch * heads, length, headWidth);
        NDList queryKeyValues = parts.split(3)) {
      NDArray query = queryKeyValues.get(0).squeeze(0);
      NDArray key = queryKeyValues.get(1).squeeze(0);
      NDArray value = queryKeyValues.get(2).squeeze(0);
      try (query;
          key;
          value;
          NDArray keyTransposed = key.transpose(0, 2, 1);
          NDArray scores = query.matMul(keyTransposed);
          NDArray weights = softmax(scores, bias, batch, length);
          NDArray context = weights.matMul(value);
          NDArray byHead = context.reshape(batch, heads, length, headWidth);
          NDArray byToken = byHead.transpose(0, 2, 1, 3)) {
        return byToken.reshape(batch, length, (long) heads * headWidth);
      }
    }
  }

  private NDArray softmax(NDArray scores, NDArray bias, long batch, long length) {
    if (bias == null) {
      return Softmax.lastAxis(scores);
    }
    try (NDArray byRow = scores.reshape(batch, heads, length, length)) {
      byRow.addi(bias);
      return Softmax.lastAxis(scores);
    }
  }
}
