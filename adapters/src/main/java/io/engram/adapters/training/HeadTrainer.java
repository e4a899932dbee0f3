package io.engram.adapters.training;

import ai.djl.ndarray.NDManager;
import io.engram.adapters.LabelSpace;
import io.engram.transformers.runtime.NeuralRuntime;

/**
 * The linear probe: a head on the pooled output of the plain backbone, no adapter. What a task that
 * takes the identity slot uses, and what an adapter has to beat.
 */
public final class HeadTrainer {
  private final TrainingConfig config;

  public HeadTrainer(TrainingConfig config) {
    this.config = config;
  }

  /**
   * @param rows training rows with pooled features
   * @param validation rows for early stopping, or null
   * @return a task without an adapter
   */
  public TrainedTask train(
      LabelSpace labels, RowSpool rows, RowSpool validation, TrainingListener listener) {
    return train(labels, rows, validation, listener, Checkpoints.NONE);
  }

  /** As {@link #train(LabelSpace, RowSpool, RowSpool, TrainingListener)}, resumable. */
  public TrainedTask train(
      LabelSpace labels,
      RowSpool rows,
      RowSpool validation,
      TrainingListener listener,
      Checkpoints checkpoints) {
    try (NDManager owner = NeuralRuntime.get().newManager();
        CrossEntropyObjective objective =
            objective(labels, rows, rows.layout().width(), config, owner)) {
      TrainingReport report =
          new TrainingLoop(config, new FrozenStudent(), objective, listener, checkpoints)
              .run(rows, validation);
      return new TrainedTask(null, objective.head().centred(), report);
    }
  }

  static CrossEntropyObjective objective(
      LabelSpace labels, RowSpool rows, int hidden, TrainingConfig config, NDManager owner) {
    return config.balanceClasses()
        ? CrossEntropyObjective.balanced(
            labels, rows.labelCounts(labels.size()), hidden, owner, config.seed())
        : CrossEntropyObjective.of(labels, hidden, owner, config.seed());
  }
}
