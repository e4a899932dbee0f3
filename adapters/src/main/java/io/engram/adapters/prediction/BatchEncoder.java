package io.engram.adapters.prediction;

import ai.djl.ndarray.NDArray;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.InputBatch;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.metrics.WorkTime;
import io.engram.transformers.runtime.NativeHeap;
import io.engram.transformers.runtime.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One batch through the frozen layers once, then through the adapted layers of its slots. */
final class BatchEncoder {

  /** Takes what one slot answers for some rows of the batch. */
  @FunctionalInterface
  interface Answer {
    /**
     * @param positions positions in the batch
     * @param logits {@code [positions, logits of the slot]} row-major
     * @param second logits of second heads, {@code [rows of the batch, logits]}; null where they
     *     were not asked
     */
    void accept(int slot, int[] positions, float[] logits, float[] second);
  }

  /** Picks the slot that answers each row once the plain backbone has seen it. */
  @FunctionalInterface
  interface SlotOfRow {
    /**
     * @param pooled pooled output of the plain backbone, {@code [rows][hidden]}
     * @return slot of each row
     */
    int[] slots(float[][] pooled);
  }

  private final Backbone backbone;
  private final Slots slots;
  private final int fromLayer;

  BatchEncoder(Backbone backbone, Slots slots, int fromLayer) {
    this.backbone = backbone;
    this.slots = slots;
    this.fromLayer = fromLayer;
  }

  /**
   * @param slotOfRow slot that answers each row; null when every slot answers every row
   * @param second whether second heads answer too: one pass of the plain backbone more
   */
  void encode(List<ModelInput> rows, int[] slotOfRow, boolean second, Answer answer) {
    InputBatch batch = InputBatch.of(rows);
    try (TensorScope scope = TensorScope.open()) {
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      NDArray lower = frozen(scope, batch, mask);
      NDArray plain = second ? plain(lower, mask) : null;
      answer(scope, new Layers(lower, mask, plain), slotOfRow, answer);
    }
    NativeHeap.batchDone();
  }

  /**
   * As {@link #encode}, where the whole plain backbone has to see a row before its slot is known.
   */
  void encodeRouted(List<ModelInput> rows, SlotOfRow choice, Answer answer) {
    InputBatch batch = InputBatch.of(rows);
    int hidden = backbone.config().hidden();
    try (TensorScope scope = TensorScope.open()) {
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      NDArray lower = frozen(scope, batch, mask);
      NDArray plain = plain(lower, mask);
      float[] values = plain.toFloatArray();
      float[][] ofRow = new float[rows.size()][];
      for (int row = 0; row < ofRow.length; row++) {
        ofRow[row] = Arrays.copyOfRange(values, row * hidden, (row + 1) * hidden);
      }
      answer(scope, new Layers(lower, mask, plain), choice.slots(ofRow), answer);
    }
    NativeHeap.batchDone();
  }

  /**
   * What is known of a batch before its slots are asked.
   *
   * @param lower output of the frozen layers, {@code [rows, length, hidden]}
   * @param plain pooled output of the plain backbone, {@code [rows, hidden]}; null where nobody
   *     asked for it
   */
  private record Layers(NDArray lower, AttentionMask mask, NDArray plain) {
    int rows() {
      return (int) lower.getShape().get(0);
    }
  }

  private void answer(TensorScope scope, Layers layers, int[] slotOfRow, Answer answer) {
    boolean second = layers.plain() != null && !slots.second().isEmpty();
    float[] secondLogits = second ? slots.second().apply(layers.plain()) : null;
    positions(layers.rows(), slotOfRow)
        .forEach(
            (slot, ofSlot) ->
                answer.accept(slot, ofSlot, logits(scope, layers, slot, ofSlot), secondLogits));
  }

  private float[] logits(TensorScope scope, Layers layers, int slot, int[] positions) {
    if (slot == ServingModel.IDENTITY_SLOT && layers.plain() != null) {
      return plainPart(scope, layers.plain(), positions);
    }
    return positions.length == layers.rows()
        ? adapted(layers.lower(), layers.mask(), slot)
        : adaptedPart(scope, layers.lower(), layers.mask(), slot, positions);
  }

  private NDArray plain(NDArray lower, AttentionMask mask) {
    try (WorkTime.Clock clock = WorkTime.FROZEN_LAYERS.start()) {
      int layers = backbone.config().layers();
      NDArray output = backbone.encode(lower, mask, fromLayer, layers, LayerHook.IDENTITY);
      NDArray pooled = backbone.pool(output, mask);
      if (output != lower) {
        output.close();
      }
      return pooled;
    }
  }

  private float[] plainPart(TensorScope scope, NDArray pooled, int[] positions) {
    try (NDArray index = scope.manager().create(positions);
        NDArray part = pooled.get(index)) {
      return slots.heads().get(ServingModel.IDENTITY_SLOT).apply(part);
    }
  }

  private NDArray frozen(TensorScope scope, InputBatch batch, AttentionMask mask) {
    try (WorkTime.Clock clock = WorkTime.FROZEN_LAYERS.start()) {
      NDArray hidden = backbone.embed(scope.manager(), batch);
      return backbone.encode(hidden, mask, 0, fromLayer, LayerHook.IDENTITY);
    }
  }

  private float[] adaptedPart(
      TensorScope scope, NDArray lower, AttentionMask mask, int slot, int[] positions) {
    int[] lengths = new int[positions.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = mask.lengths()[positions[i]];
    }
    try (NDArray index = scope.manager().create(positions);
        NDArray part = lower.get(index)) {
      return adapted(part, AttentionMask.of(scope.manager(), lengths, mask.length()), slot);
    }
  }

  private float[] adapted(NDArray lower, AttentionMask mask, int slot) {
    try (WorkTime.Clock clock = WorkTime.ADAPTED_LAYERS.start()) {
      NDArray output =
          backbone.encode(lower, mask, fromLayer, backbone.config().layers(), slots.hook(slot));
      try (NDArray pooled = backbone.pool(output, mask)) {
        return slots.heads().get(slot).apply(pooled);
      } finally {
        if (output != lower) {
          output.close();
        }
      }
    }
  }

  private SortedMap<Integer, int[]> positions(int rows, int[] slotOfRow) {
    SortedMap<Integer, List<Integer>> bySlot = new TreeMap<>();
    for (int row = 0; row < rows; row++) {
      if (slotOfRow == null) {
        for (int slot : slots.heads().keySet()) {
          bySlot.computeIfAbsent(slot, s -> new ArrayList<>()).add(row);
        }
      } else {
        bySlot.computeIfAbsent(slotOfRow[row], s -> new ArrayList<>()).add(row);
      }
    }
    SortedMap<Integer, int[]> positions = new TreeMap<>();
    bySlot.forEach(
        (slot, ofSlot) ->
            positions.put(slot, ofSlot.stream().mapToInt(Integer::intValue).toArray()));
    return positions;
  }
}
