package io.engram.consolidation.distillation;

import ai.djl.ndarray.NDManager;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.training.AdaptedStudent;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.adapters.training.TrainingLoop;
import io.engram.adapters.training.TrainingReport;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.runtime.NeuralRuntime;

/**
 * Double distillation (ADA, Ermis et al. 2022, equation 2): one student adapter learns to answer
 * the slot's tasks as the slot did and the new task as the new adapter does. The rows carry the
 * teachers' answers, so no teacher is needed here.
 */
public final class Distiller {
  private final Backbone backbone;
  private final DistillationOptions options;

  /** The student as wide as the slot, the heads left as they are. */
  public Distiller(Backbone backbone, StudentStart start, TrainingConfig config) {
    this(backbone, new DistillationOptions(start, 0, false, config));
  }

  public Distiller(Backbone backbone, DistillationOptions options) {
    this.backbone = backbone;
    this.options = options;
  }

  /**
   * @param weights the student
   * @param heads centred heads of all its tasks; those that went in unless heads are trained
   * @param report its training; losses are those of {@link DistillationLoss}
   */
  public record Student(AdapterWeights weights, SlotHeads heads, TrainingReport report) {}

  /**
   * @param slot the slot's adapter
   * @param learnt the new task's adapter, of the slot's kind and first layer
   * @param heads of the slot's tasks and, last, of the new one
   * @param rows with hidden states at the adapters' first layer and targets in the order of the
   *     heads
   * @throws IllegalArgumentException if adapters, heads or targets do not belong together
   */
  public Student distil(
      AdapterWeights slot,
      AdapterWeights learnt,
      SlotHeads heads,
      RowSpool rows,
      TrainingListener listener) {
    return distil(slot, learnt, heads, rows, listener, Checkpoints.NONE);
  }

  /** As above, resumable. */
  public Student distil(
      AdapterWeights slot,
      AdapterWeights learnt,
      SlotHeads heads,
      RowSpool rows,
      TrainingListener listener,
      Checkpoints checkpoints) {
    if (rows.layout().targets() != heads.layout().width()) {
      throw new IllegalArgumentException(
          "rows carry "
              + rows.layout().targets()
              + " targets, the tasks "
              + heads.layout().tasks()
              + " need "
              + heads.layout().width());
    }
    TrainingConfig training = options.training();
    AdapterWeights start =
        options.start().student(slot, learnt, options.width(), backbone.config(), training.seed());
    try (NDManager owner = NeuralRuntime.get().newManager();
        Adapter student = Adapter.of(start, owner, true);
        DistillationObjective objective =
            new DistillationObjective(heads, options.trainHeads(), owner)) {
      TrainingReport report =
          new TrainingLoop(
                  training, new AdaptedStudent(backbone, student), objective, listener, checkpoints)
              .run(rows, null);
      return new Student(student.export(), objective.heads(), report);
    }
  }
}
