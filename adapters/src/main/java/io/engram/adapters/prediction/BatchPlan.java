package io.engram.adapters.prediction;

import io.engram.transformers.backbone.LengthBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which rows of a window are encoded together: rows of one slot and of like length. Slots with too
 * few rows for a batch of their own share batches, where the frozen layers serve them all.
 */
final class BatchPlan {
  private BatchPlan() {}

  /**
   * @param slots slot of each row; null when every slot sees every row
   * @return row indices of each batch
   */
  static List<int[]> of(int[] lengths, int[] slots, PredictorOptions options) {
    List<int[]> batches = new ArrayList<>();
    for (int[] group : groups(lengths.length, slots, options.batchRows())) {
      int[] ofGroup = new int[group.length];
      for (int i = 0; i < group.length; i++) {
        ofGroup[i] = lengths[group[i]];
      }
      for (int[] batch : LengthBatches.plan(ofGroup, options.batchRows(), options.batchTokens())) {
        for (int i = 0; i < batch.length; i++) {
          batch[i] = group[batch[i]];
        }
        batches.add(batch);
      }
    }
    return batches;
  }

  private static List<int[]> groups(int rows, int[] slots, int batchRows) {
    SortedMap<Integer, List<Integer>> bySlot = new TreeMap<>();
    for (int row = 0; row < rows; row++) {
      bySlot.computeIfAbsent(slots == null ? 0 : slots[row], slot -> new ArrayList<>()).add(row);
    }
    List<int[]> groups = new ArrayList<>();
    List<Integer> shared = new ArrayList<>();
    for (List<Integer> ofSlot : bySlot.values()) {
      if (ofSlot.size() < batchRows) {
        shared.addAll(ofSlot);
      } else {
        groups.add(array(ofSlot));
      }
    }
    if (!shared.isEmpty()) {
      groups.add(array(shared));
    }
    return groups;
  }

  private static int[] array(List<Integer> rows) {
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }
}
