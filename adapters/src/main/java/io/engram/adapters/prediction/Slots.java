package io.engram.adapters.prediction;

import ai.djl.ndarray.NDManager;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.transformers.backbone.LayerHook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The adapters and heads of a serving model in native memory. */
final class Slots implements AutoCloseable {
  private final NDManager owner;
  private final List<Adapter> adapters = new ArrayList<>();
  private final SortedMap<Integer, HeadBlock> heads = new TreeMap<>();

  Slots(ServingModel model, NDManager owner) {
    this.owner = owner;
    for (AdapterWeights weights : model.slots()) {
      adapters.add(Adapter.of(weights, owner, false));
    }
    SortedMap<Integer, SortedMap<String, Head>> bySlot = new TreeMap<>();
    model
        .tasks()
        .forEach(
            (task, served) ->
                bySlot
                    .computeIfAbsent(served.slot(), slot -> new TreeMap<>())
                    .put(task, served.head()));
    bySlot.forEach((slot, ofSlot) -> heads.put(slot, HeadBlock.of(ofSlot, owner)));
  }

  /**
   * @throws IllegalArgumentException when there is no such slot
   */
  LayerHook hook(int slot) {
    if (slot == ServingModel.IDENTITY_SLOT) {
      return LayerHook.IDENTITY;
    }
    if (slot < 0 || slot >= adapters.size()) {
      throw new IllegalArgumentException(
          "slot " + slot + " does not exist; the model has " + adapters.size() + " slots");
    }
    return adapters.get(slot);
  }

  /** Heads of the slots that serve a task, by slot. */
  SortedMap<Integer, HeadBlock> heads() {
    return Collections.unmodifiableSortedMap(heads);
  }

  @Override
  public void close() {
    owner.close();
  }
}
