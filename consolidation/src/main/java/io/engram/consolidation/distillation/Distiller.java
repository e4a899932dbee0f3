package io.engram.consolidation.distillation;

import ai.djl.ndarray.NDManager;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.training.AdaptedStudent;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.adapters.training.TrainingLoop;
import io.engram.adapters.training.TrainingReport;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.weights.FloatTensor;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Double distillation (ADA, Ermis et al. 2022, equation 2): one student adapter learns to answer
 * the slot's tasks as the slot did and the new task as the new adapter does. The heads stay as they
 * are.
 */
public final class Distiller {
  private final Backbone backbone;
  private final StudentStart start;
  private final TrainingConfig config;

  public Distiller(Backbone backbone, StudentStart start, TrainingConfig config) {
    this.backbone = backbone;
    this.start = start;
    this.config = config;
  }

  /**
   * @param weights the student
   * @param report its training
   */
  public record Student(AdapterWeights weights, TrainingReport report) {}

  /**
   * @param slot the slot's adapter
   * @param learnt the new task's adapter, of the slot's kind and shape
   * @param heads of the slot's tasks and, last, of the new one
   * @param rows with hidden states at the adapters' first layer and targets in the order of the
   *     heads
   */
  public Student distil(
      AdapterWeights slot,
      AdapterWeights learnt,
      SlotHeads heads,
      RowSpool rows,
      TrainingListener listener) {
    try (NDManager owner = NeuralRuntime.get().newManager();
        Adapter student = Adapter.of(start(slot, learnt), owner, true);
        DistillationObjective objective = new DistillationObjective(heads, false, owner)) {
      TrainingReport report =
          new TrainingLoop(config, new AdaptedStudent(backbone, student), objective, listener)
              .run(rows, null);
      return new Student(student.export(), report);
    }
  }

  private AdapterWeights start(AdapterWeights slot, AdapterWeights learnt) {
    return switch (start) {
      case COPY -> slot;
      case AVERAGE -> average(slot, learnt);
      case FRESH -> AdapterInitializer.fresh(slot.config(), backbone.config(), config.seed());
    };
  }

  private static AdapterWeights average(AdapterWeights slot, AdapterWeights learnt) {
    if (!slot.config().equals(learnt.config())) {
      throw new IllegalArgumentException(
          "a slot of " + slot.config() + " has no average with an adapter of " + learnt.config());
    }
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    slot.tensors()
        .forEach(
            (name, tensor) -> {
              float[] other = learnt.tensors().get(name).values();
              float[] mean = tensor.values().clone();
              for (int i = 0; i < mean.length; i++) {
                mean[i] = (mean[i] + other[i]) / 2;
              }
              tensors.put(name, new FloatTensor(tensor.shape(), mean));
            });
    return new AdapterWeights(slot.config(), tensors);
  }
}
