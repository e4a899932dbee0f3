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
     */
    void accept(int slot, int[] positions, float[] logits);
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
   */
  void encode(List<ModelInput> rows, int[] slotOfRow, Answer answer) {
    InputBatch batch = InputBatch.of(rows);
    SortedMap<Integer, int[]> positions = positions(rows.size(), slotOfRow);
    try (TensorScope scope = TensorScope.open()) {
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      NDArray lower = frozen(scope, batch, mask);
      positions.forEach(
          (slot, ofSlot) -> {
            float[] logits =
                ofSlot.length == rows.size()
                    ? adapted(lower, mask, slot)
                    : adaptedPart(scope, lower, mask, slot, ofSlot);
            answer.accept(slot, ofSlot, logits);
          });
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
      NDArray pooled = plain(lower, mask);
      float[] values = pooled.toFloatArray();
      float[][] ofRow = new float[rows.size()][];
      for (int row = 0; row < ofRow.length; row++) {
        ofRow[row] = Arrays.copyOfRange(values, row * hidden, (row + 1) * hidden);
      }
      positions(rows.size(), choice.slots(ofRow))
          .forEach(
              (slot, ofSlot) ->
                  answer.accept(
                      slot,
                      ofSlot,
                      slot == ServingModel.IDENTITY_SLOT
                          ? plainPart(scope, pooled, ofSlot)
                          : adaptedPart(scope, lower, mask, slot, ofSlot)));
    }
    NativeHeap.batchDone();
  }

  private NDArray plain(NDArray lower, AttentionMask mask) {
    try (WorkTime.Clock clock = WorkTime.FROZEN_LAYERS.start()) {
      int layers = backbone.config().layers();
      NDArray output = backbone.encode(lower, mask, fromLayer, layers, LayerHook.IDENTITY);
      return backbone.pool(output, mask);
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
