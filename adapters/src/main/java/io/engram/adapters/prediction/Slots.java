package io.engram.adapters.prediction;

import ai.djl.ndarray.NDManager;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterStack;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Fusion;
import io.engram.adapters.Head;
import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.runtime.NeuralRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The adapters, fusions and heads of a serving model in native memory. A <em>pass</em> is one way
 * through the adapted layers, and what answers by it: a slot by its number, the plain backbone as
 * {@link ServingModel#IDENTITY_SLOT}, and every fused task has one of its own.
 */
final class Slots implements AutoCloseable {
  private final NDManager owner;
  private final List<LayerHook> hooks = new ArrayList<>();
  private final int slots;
  private final SortedMap<String, Integer> passes = new TreeMap<>();
  private final SortedMap<Integer, HeadBlock> heads = new TreeMap<>();
  private final HeadBlock second;

  private Slots(ServingModel model, NDManager owner) {
    this.owner = owner;
    slots = model.slots().size();
    for (AdapterWeights weights : model.slots()) {
      hooks.add(Adapter.of(weights, owner, false));
    }
    List<Integer> fused = fused(model);
    AdapterStack stack =
        fused.isEmpty()
            ? null
            : AdapterStack.of(fused.stream().map(model.slots()::get).toList(), owner);
    SortedMap<Integer, SortedMap<String, Head>> byPass = new TreeMap<>();
    for (var task : model.tasks().entrySet()) {
      ServedTask served = task.getValue();
      int pass = served.slot();
      if (served.fusion().isPresent()) {
        TaskFusion fusion = served.fusion().get();
        List<Integer> chosen = fusion.slots().stream().map(fused::indexOf).toList();
        pass = hooks.size();
        hooks.add(new Fusion(fusion.weights(), stack.select(chosen, owner), owner, false));
      }
      passes.put(task.getKey(), pass);
      byPass.computeIfAbsent(pass, number -> new TreeMap<>()).put(task.getKey(), served.head());
    }
    byPass.forEach((pass, ofPass) -> heads.put(pass, HeadBlock.of(ofPass, owner)));
    SortedMap<String, Head> seconds = new TreeMap<>();
    model.tasks().forEach((task, served) -> served.second().ifPresent(h -> seconds.put(task, h)));
    second = HeadBlock.of(seconds, owner);
  }

  /**
   * Copies a model into native memory.
   *
   * @throws IllegalArgumentException when tensors are missing, too many or of another shape
   */
  static Slots load(ServingModel model) {
    NDManager owner = NeuralRuntime.get().newManager();
    try {
      return new Slots(model, owner);
    } catch (RuntimeException | Error failure) {
      owner.close();
      throw failure;
    }
  }

  /** Slots that a fusion attends to, ascending. */
  private static List<Integer> fused(ServingModel model) {
    return model.tasks().values().stream()
        .flatMap(task -> task.fusion().stream())
        .flatMap(fusion -> fusion.slots().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The pass that answers a task of the model. */
  int pass(String task) {
    return passes.get(task);
  }

  /**
   * @throws IllegalArgumentException when there is no such slot
   */
  LayerHook slot(int slot) {
    if (slot < ServingModel.IDENTITY_SLOT || slot >= slots) {
      throw new IllegalArgumentException(
          "slot " + slot + " does not exist; the model has " + slots + " slots");
    }
    return hook(slot);
  }

  LayerHook hook(int pass) {
    return pass == ServingModel.IDENTITY_SLOT ? LayerHook.IDENTITY : hooks.get(pass);
  }

  /** Heads of the passes that answer a task, by pass. */
  SortedMap<Integer, HeadBlock> heads() {
    return Collections.unmodifiableSortedMap(heads);
  }

  /** Second heads, on the plain backbone; of no task where there are none. */
  HeadBlock second() {
    return second;
  }

  @Override
  public void close() {
    owner.close();
  }
}
