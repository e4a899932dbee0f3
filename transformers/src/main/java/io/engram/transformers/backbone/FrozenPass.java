package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.metrics.WorkTime;
import io.engram.transformers.runtime.NativeHeap;
import io.engram.transformers.runtime.TensorScope;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Rows through the frozen layers, in batches of like length: what every later step reads instead of
 * the text or picture. Holds no native memory of its own; safe for use by several threads.
 */
public final class FrozenPass {

  /**
   * What is asked for.
   *
   * @param fromLayer s: {@code hidden} is the input of this layer, 0 to the number of layers
   * @param hidden whether the hidden states are wanted
   * @param pooled whether the pooled output of the whole plain encoder is wanted
   * @param precision how hidden states are written
   */
  public record Wanted(int fromLayer, boolean hidden, boolean pooled, Precision precision)
      implements Serializable {}

  /**
   * Size of a batch.
   *
   * @param rows rows at most
   * @param tokens padded tokens at most
   */
  public record Batching(int rows, int tokens) {}

  /**
   * One row's features.
   *
   * @param length tokens or patches, special ones included
   * @param truncated whether the row was cut at the maximum length
   * @param hidden {@code [length, hidden]} row-major in the wanted {@link Precision}; null when not
   *     wanted
   * @param pooled {@code [hidden]}; null when not wanted
   */
  public record Features(int length, boolean truncated, byte[] hidden, float[] pooled) {}

  private final Backbone backbone;
  private final Wanted wanted;
  private final Batching batching;

  /**
   * @throws IllegalArgumentException when the backbone has no layer {@code wanted.fromLayer()}
   */
  public FrozenPass(Backbone backbone, Wanted wanted, Batching batching) {
    int layers = backbone.config().layers();
    if (wanted.fromLayer() < 0 || wanted.fromLayer() > layers) {
      throw new IllegalArgumentException(
          "fromLayer must be 0 to " + layers + " for this backbone, got " + wanted.fromLayer());
    }
    this.backbone = backbone;
    this.wanted = wanted;
    this.batching = batching;
  }

  /** One result for each row, in the same order. */
  public List<Features> run(List<? extends ModelInput> rows) {
    int[] lengths = rows.stream().mapToInt(ModelInput::length).toArray();
    Features[] results = new Features[lengths.length];
    for (int[] batch : LengthBatches.plan(lengths, batching.rows(), batching.tokens())) {
      runBatch(rows, batch, results);
    }
    return Arrays.asList(results);
  }

  private void runBatch(List<? extends ModelInput> rows, int[] batch, Features[] results) {
    InputBatch inputs =
        InputBatch.of(Arrays.stream(batch).<ModelInput>mapToObj(rows::get).toList());
    int[] lengths = inputs.lengths();
    byte[][] hidden = new byte[batch.length][];
    float[][] pooled = new float[batch.length][];
    try (WorkTime.Clock clock = WorkTime.FROZEN_LAYERS.start();
        TensorScope scope = TensorScope.open()) {
      NDManager manager = scope.manager();
      AttentionMask mask = AttentionMask.of(manager, lengths, inputs.length());
      NDArray embedded = backbone.embed(manager, inputs);
      int from = wanted.hidden() ? wanted.fromLayer() : 0;
      NDArray lower = backbone.encode(embedded, mask, 0, from, LayerHook.IDENTITY);
      if (wanted.hidden()) {
        copyHidden(lower, lengths, inputs.length(), hidden);
      }
      if (wanted.pooled()) {
        int layers = backbone.config().layers();
        NDArray last = backbone.encode(lower, mask, from, layers, LayerHook.IDENTITY);
        copyPooled(backbone.pool(last, mask), pooled);
      }
    }
    NativeHeap.batchDone();
    for (int i = 0; i < batch.length; i++) {
      ModelInput row = rows.get(batch[i]);
      results[batch[i]] = new Features(row.length(), row.truncated(), hidden[i], pooled[i]);
    }
  }

  private void copyHidden(NDArray states, int[] lengths, int padded, byte[][] target) {
    Precision precision = wanted.precision();
    ByteBuffer bytes = precision.bytes(states);
    int tokenBytes = precision.bytes() * backbone.config().hidden();
    for (int row = 0; row < target.length; row++) {
      target[row] = new byte[lengths[row] * tokenBytes];
      bytes.get(row * padded * tokenBytes, target[row]);
    }
  }

  private static void copyPooled(NDArray pooled, float[][] target) {
    float[] values = pooled.toFloatArray();
    int width = values.length / target.length;
    for (int row = 0; row < target.length; row++) {
      target[row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }
  }
}
