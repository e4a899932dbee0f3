package io.engram.adapters.prediction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.training.FeatureRow;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.backbone.LengthBatches;
import io.engram.transformers.metrics.WorkTime;
import io.engram.transformers.runtime.TensorScope;
import java.util.Arrays;
import java.util.List;

/**
 * Pooled outputs of rows whose frozen layers were computed before: what evaluation, transferability
 * and teachers need.
 */
public final class RowEncoder {
  private final Backbone backbone;
  private final int fromLayer;
  private final LayerHook hook;
  private final Workers workers;
  private final PredictorOptions options;

  RowEncoder(
      Backbone backbone, int fromLayer, LayerHook hook, Workers workers, PredictorOptions options) {
    this.backbone = backbone;
    this.fromLayer = fromLayer;
    this.hook = hook;
    this.workers = workers;
    this.options = options;
  }

  /**
   * Works in the calling thread.
   *
   * @param fromLayer layer whose input the rows hold
   * @param hook adapter, or {@link LayerHook#IDENTITY}; stays the caller's
   */
  public RowEncoder(Backbone backbone, int fromLayer, LayerHook hook) {
    this(backbone, fromLayer, hook, new Workers(1), PredictorOptions.defaults());
  }

  /**
   * @return {@code [rows][hidden]}, in the order of the rows; where there is no adapter, a row that
   *     has its pooled output gives that
   * @throws IllegalArgumentException when a row has neither, or hidden states of another width
   */
  public float[][] pooled(List<FeatureRow> rows) {
    float[][] pooled = new float[rows.size()][];
    int[] lengths = new int[pooled.length];
    for (int i = 0; i < pooled.length; i++) {
      FeatureRow row = rows.get(i);
      if (hook == LayerHook.IDENTITY && row.pooled().length > 0) {
        pooled[i] = row.pooled().clone();
      } else {
        check(row);
        lengths[i] = row.length();
      }
    }
    List<int[]> batches =
        LengthBatches.plan(lengths, options.batchRows(), options.batchTokens()).stream()
            .map(batch -> Arrays.stream(batch).filter(i -> pooled[i] == null).toArray())
            .filter(batch -> batch.length > 0)
            .toList();
    workers.forEach(batches.size(), piece -> encode(rows, batches.get(piece), pooled));
    return pooled;
  }

  private void encode(List<FeatureRow> rows, int[] batch, float[][] pooled) {
    int hidden = backbone.config().hidden();
    int[] lengths = Arrays.stream(batch).map(i -> rows.get(i).length()).toArray();
    int longest = Arrays.stream(lengths).max().orElse(0);
    float[] padded = new float[batch.length * longest * hidden];
    for (int i = 0; i < batch.length; i++) {
      float[] row = rows.get(batch[i]).hidden();
      System.arraycopy(row, 0, padded, i * longest * hidden, row.length);
    }
    try (WorkTime.Clock clock = WorkTime.ADAPTED_LAYERS.start();
        TensorScope scope = TensorScope.open()) {
      AttentionMask mask = AttentionMask.of(scope.manager(), lengths, longest);
      NDArray input = scope.manager().create(padded, new Shape(batch.length, longest, hidden));
      NDArray output = backbone.encode(input, mask, fromLayer, backbone.config().layers(), hook);
      float[] values = backbone.pool(output, mask).toFloatArray();
      for (int i = 0; i < batch.length; i++) {
        pooled[batch[i]] = Arrays.copyOfRange(values, i * hidden, (i + 1) * hidden);
      }
    }
  }

  private void check(FeatureRow row) {
    int expected = row.length() * backbone.config().hidden();
    if (expected == 0 || row.hidden().length != expected) {
      throw new IllegalArgumentException(
          "row "
              + row.key()
              + " of "
              + row.length()
              + " tokens needs "
              + expected
              + " hidden values at layer "
              + fromLayer
              + ", has "
              + row.hidden().length);
    }
  }
}
